"""Every refusal of the product by name, so that one place can turn it into an answer.

`code` is stable and goes over the wire (RFC 9457 member `code`), `status` is the HTTP status, `keep` tells a phone
to keep the refused thing for later (contract, Rules for all of it). The words for people stand in the catalogue.
"""

from typing import ClassVar


class PatrolError(Exception):
    """What went wrong, with the values that explain it in `data` and, where waiting helps, `retry_after_s`."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    keep: ClassVar[bool] = True

    def __init__(self, *, retry_after_s: int | None = None, **data: object) -> None:
        """Take the values that explain the refusal by name; none of them may be a secret."""
        super().__init__(self.code, data)
        self.retry_after_s = retry_after_s
        self.data = data


class InternalFault(PatrolError):
    """Something of ours broke; the phone keeps what it sent."""


# What cannot be read, or cannot be an entry at all.


class BadRequest(PatrolError):
    """HTTP itself cannot make sense of the request."""

    code, status, keep = "bad_request", 400, False


class BadJson(PatrolError):
    """The bytes are not the JSON of the contract: broken, doubled keys, too deep, numbers that are no integers."""

    code, status, keep = "bad_json", 400, False


class BadShape(PatrolError):
    """Keys or values are not those of the contract; `errors` maps each field to what is wrong with it."""

    code, status, keep = "bad_shape", 422, False


class UnknownKind(PatrolError):
    """An entry of a kind this server does not know yet; a newer phone keeps it."""

    code, status, keep = "unknown_kind", 422, True


class UnknownFormat(PatrolError):
    """An entry in a format this server does not know yet; a newer phone keeps it."""

    code, status, keep = "unknown_format", 422, True


class KindNotForPhones(PatrolError):
    """An entry of a kind that only the server, an office or the operator makes."""

    code, status, keep = "kind_not_for_phones", 422, False


class HashMismatch(PatrolError):
    """`private_commit` is not the hash of the salt and the private half."""

    code, status, keep = "hash_mismatch", 422, False


class NotAuthor(PatrolError):
    """`by` names another person than the session; kept on the phone for its author."""

    code, status, keep = "not_author", 403, True


class EntryConflict(PatrolError):
    """The id stands in the ledger already with another hash."""

    code, status, keep = "entry_conflict", 409, False


class NeverAppointed(PatrolError):
    """`by` never held the appointment that the entry names."""

    code, status, keep = "never_appointed", 422, False


class ForeignLedger(PatrolError):
    """The appointment belongs to another county than the entry's ledger."""

    code, status, keep = "foreign_ledger", 422, False


class ForeignReach(PatrolError):
    """The reach is unknown or belongs to another county than the entry's ledger."""

    code, status, keep = "foreign_reach", 422, False


class BatchTooLarge(PatrolError):
    """More entries or bytes in one request than the contract allows."""

    code, status, keep = "batch_too_large", 413, True


# What the register cannot take.


class UnknownReference(PatrolError):
    """A row that the change points to does not exist in this county; `named` lists the ids."""

    code, status, keep = "unknown_reference", 422, False


class RegisterFixed(PatrolError):
    """`field` can only be said of a new row: what was filed under it would come to stand elsewhere."""

    code, status, keep = "register_fixed", 422, False


class RegisterInUse(PatrolError):
    """Something refers to the row: it can be ended or disabled, not taken out."""

    code, status, keep = "register_in_use", 409, False


class RegisterStale(PatrolError):
    """The row is not as the change says it was; somebody else has changed it."""

    code, status, keep = "register_stale", 409, False


class DatesReversed(PatrolError):
    """An office would end before it begins."""

    code, status, keep = "dates_reversed", 422, False


# What is wrong with a picture or its upload.


class MediaNotNamed(PatrolError):
    """No accepted entry of this author names the hash yet; the picture waits on the phone."""

    code, status, keep = "media_not_named", 409, True


class MediaHashMismatch(PatrolError):
    """The bytes do not hash to the announced SHA-256; they may be sent again."""

    code, status, keep = "media_hash_mismatch", 422, True


class MediaTooLarge(PatrolError):
    """More bytes than one picture, clip or recording may have."""

    code, status, keep = "media_too_large", 413, True


class MediaTypeUnsupported(PatrolError):
    """Bytes of a type this server does not take yet."""

    code, status, keep = "media_type_unsupported", 415, True


class PictureTooLarge(PatrolError):
    """A picture of more pixels than may safely be opened."""

    code, status, keep = "picture_too_large", 422, False


class PictureBroken(PatrolError):
    """Bytes that are no picture of the announced type, or an incomplete one."""

    code, status, keep = "picture_broken", 422, False


class SoundBroken(PatrolError):
    """Bytes that are no sound of the announced type."""

    code, status, keep = "sound_broken", 422, False


class VideoBroken(PatrolError):
    """Bytes that are no video of the announced type."""

    code, status, keep = "video_broken", 422, False


class TooMuchToday(PatrolError):
    """One person has sent more bytes of pictures in a day than anybody takes; the rest goes tomorrow."""

    code, status, keep = "too_much_today", 429, True


class ChecksumMismatch(PatrolError):
    """The bytes of the request do not hash to the checksum beside them; none of them is kept, send them again."""

    code, status, keep = "checksum_mismatch", 460, True


class ChecksumUnsupported(PatrolError):
    """A checksum by an algorithm that this server does not reckon; OPTIONS names those it does."""

    code, status, keep = "checksum_unsupported", 400, True


class UploadGone(PatrolError):
    """The upload is unknown, finished, ended or expired; a new one may be opened."""

    code, status, keep = "upload_gone", 404, True


class TusVersion(PatrolError):
    """The request does not speak the version of tus that we speak."""

    code, status, keep = "tus_version", 412, True


class WrongOffset(PatrolError):
    """The piece does not start where the upload stands; ask where it stands and go on from there."""

    code, status, keep = "wrong_offset", 409, True


# What the gate says.


class LoginRequired(PatrolError):
    """Nobody is logged in; log in, then send again."""

    code, status, keep = "login_required", 401, True


class Forbidden(PatrolError):
    """The person's roles do not allow this."""

    code, status, keep = "forbidden", 403, False


class NotFound(PatrolError):
    """It does not exist, or this person may not know that it does."""

    code, status, keep = "not_found", 404, False


class ForeignOrigin(PatrolError):
    """The request did not come from our own pages."""

    code, status, keep = "foreign_origin", 403, True


class CsrfMissing(PatrolError):
    """The form's token is missing or old; open the page anew."""

    code, status, keep = "csrf", 400, False


class TooManyAttempts(PatrolError):
    """Too many failed logins for this account from this address; `retry_after_s` says how long to wait."""

    code, status, keep = "too_many_attempts", 429, True


class TooFast(PatrolError):
    """One person's requests come faster than any phone or page makes them; `retry_after_s` says how long to wait."""

    code, status, keep = "too_fast", 429, True


class BadLogin(PatrolError):
    """User name or password is wrong; never said which."""

    code, status, keep = "bad_login", 401, False


class BadCard(PatrolError):
    """The card's code is unknown, used, revoked or older than three days; never said which."""

    code, status, keep = "bad_card", 401, False


class MethodNotAllowed(PatrolError):
    """The address exists, this method on it does not."""

    code, status, keep = "method_not_allowed", 405, False


# What passes by itself.


class StorageFull(PatrolError):
    """No room left on the server; reading goes on."""

    code, status, keep = "storage_full", 507, True


class BrokenOff(PatrolError):
    """The request stopped coming half-way; send it again."""

    code, status, keep = "broken_off", 408, True


class Busy(PatrolError):
    """The database is held by others; `retry_after_s` says when to try again."""

    code, status, keep = "busy", 503, True


class FrontEndMissing(PatrolError):
    """The pages' scripts and styles have not been built on this server yet."""

    code, status, keep = "front_end_missing", 503, True
