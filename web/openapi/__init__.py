"""The HTTP API as a document for programs: OpenAPI 3.1, made from the classes that are read and written."""
