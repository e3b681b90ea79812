"""Setting up the hall in the browser: its document, people, media, businesses by table."""
