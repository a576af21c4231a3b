"""Tables from other computers (CSV, XLSX, JSON) become resources by a mapping file."""
