"""In which letters a request is read: UTF-8, as every page of ours sends it."""


class ReadAsUtf8:
    """Ignores a request that claims another encoding.

    Some of the encodings that a request may name make text which no database takes; others are no letters at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "charset" in request.content_params:
            request.encoding = "utf-8"
        return self.get_response(request)
