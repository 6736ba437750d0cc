"""A request that can always be made, so that the strict gate and not the server answers a hostile one."""

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """Django's own decodes the query while it is being made, by whatever charset the Content-Type names.

    A charset that is none, or a parameter that cannot be decoded, would then raise before any of our code has run.
    All that is read here is UTF-8, whatever is said.
    """

    def _set_content_type_params(self, meta) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            self.content_type, self.content_params = "", {}
