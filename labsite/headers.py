"""Headers of every answer that Django makes; static files pass before this and stay cacheable."""

FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)
WITH_CAMERA = PERMISSIONS_POLICY.replace("camera=()", "camera=(self)")


class PrivateAnswers:
    """Nothing stays in a shared computer's cache, and no other site may embed an answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _features_of(request))
        return response


def _features_of(request) -> str:
    """The camera is for pages that say so (``lab.access.with_camera``), and nothing for any other."""
    view = getattr(request.resolver_match, "func", None)
    return WITH_CAMERA if getattr(view, "may_use_camera", False) else PERMISSIONS_POLICY
