"""Raw RSA by the operating system's OpenSSL 3: constant time, outside the interpreter lock."""

import ctypes
import weakref
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from survey_api.credentials.signing import CheckedSigner, SigningFault

_RSA_NO_PADDING = 3
_POINTER = ctypes.c_void_p
_SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "d2i_AutoPrivateKey": (_POINTER, [_POINTER, ctypes.POINTER(ctypes.c_char_p), ctypes.c_long]),
    "EVP_PKEY_free": (None, [_POINTER]),
    "EVP_PKEY_CTX_new": (_POINTER, [_POINTER, _POINTER]),
    "EVP_PKEY_CTX_free": (None, [_POINTER]),
    "EVP_PKEY_decrypt_init": (ctypes.c_int, [_POINTER]),
    "EVP_PKEY_CTX_set_rsa_padding": (ctypes.c_int, [_POINTER, ctypes.c_int]),
    "EVP_PKEY_decrypt": (
        ctypes.c_int,
        [
            _POINTER,
            ctypes.c_char_p,
            ctypes.POINTER(ctypes.c_size_t),
            ctypes.c_char_p,
            ctypes.c_size_t,
        ],
    ),
    "ERR_clear_error": (None, []),
}


@cache
def _library() -> Any:
    """The system's libcrypto with typed functions, or None where version 3 is not installed."""
    try:
        library = ctypes.CDLL("libcrypto.so.3")
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library


def is_available() -> bool:
    """Whether this machine has the library we need."""
    return _library() is not None


class OpenSSLSigner(CheckedSigner):
    """Signs with OpenSSL's own blinding; its result is checked again before it leaves."""

    def __init__(self, private: RSAPrivateKey) -> None:
        public = private.public_key().public_numbers()
        self.n, self.e = public.n, public.e
        der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        library = _library()
        start = ctypes.c_char_p(der)
        self._key = library.d2i_AutoPrivateKey(None, ctypes.byref(start), len(der))
        if not self._key:
            library.ERR_clear_error()
            raise SigningFault("OpenSSL did not accept this wave's token key.")
        weakref.finalize(self, library.EVP_PKEY_free, self._key)

    def raw(self, blinded: bytes) -> bytes:
        """Blinded by OpenSSL itself."""
        library = _library()
        context = library.EVP_PKEY_CTX_new(self._key, None)
        out = ctypes.create_string_buffer(len(blinded))
        length = ctypes.c_size_t(len(blinded))
        try:
            is_done = (
                library.EVP_PKEY_decrypt_init(context) == 1
                and library.EVP_PKEY_CTX_set_rsa_padding(context, _RSA_NO_PADDING) == 1
                and library.EVP_PKEY_decrypt(context, out, length, blinded, len(blinded)) == 1
            )
        finally:
            library.EVP_PKEY_CTX_free(context)
        if not is_done:
            library.ERR_clear_error()
            raise SigningFault
        return out.raw[: length.value]
