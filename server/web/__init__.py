"""Flask: parse → hub → answer; sockets, sign-in, pages and the API's description. No rule of the hall lives here."""
