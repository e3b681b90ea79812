"""The hall as it is this moment, for its managers and for anybody who thinks of coming."""
