/** What can go wrong on the phone, by name; the words stand under `phone.fault.<code>`. */

export type FaultCode =
  | "needs_https"
  | "nobody"
  | "no_draft"
  | "draft_open"
  | "no_appointment"
  | "storage_lost"
  | "storage_full"
  | "storage_newer"
  | "storage_blocked"
  | "storage_stuck"
  | "camera_denied"
  | "camera_absent"
  | "camera_busy"
  | "camera_insecure"
  | "camera_not_ready"
  | "light_failed"
  | "voice_denied"
  | "voice_busy"
  | "voice_unsupported"
  | "film_unsupported"
  | "photo_unreadable"
  | "photo_damaged"
  | "photo_too_large"
  | "photo_missing";

/** A fault with a stable code; `cause` holds what the browser said. */
export class PhoneFault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}
