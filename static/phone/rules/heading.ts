/** Which way the camera looks, in degrees from north by the phone's compass, and how to turn to look as before. */

/** Nearer than a hand's breadth on screen; a phone's compass is hardly better. */
const NEAR_DEG = 12;
/** Of the camera's line in the plane of the ground, 1 being level: below it looks up or down, and has no heading. */
const LEVEL = 0.35;

export type Turn = "left" | "right" | "ahead";

/** How to turn from where one looks to where one looked. */
export function turnTo(wanted_deg: number, now_deg: number): Turn {
  const by_deg = ((wanted_deg - now_deg + 540) % 360) - 180;
  if (Math.abs(by_deg) <= NEAR_DEG) return "ahead";
  return by_deg < 0 ? "left" : "right";
}

/** Where the camera at the back looks (W3C Device Orientation, "Calculating compass heading"); null when it looks at ground or sky. */
export function headingOf(alpha_deg: number, beta_deg: number, gamma_deg: number): number | null {
  const [z, x, y] = [alpha_deg, beta_deg, gamma_deg].map((deg) => (deg * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const east = -Math.cos(z) * Math.sin(y) - Math.sin(z) * Math.sin(x) * Math.cos(y);
  const north = -Math.sin(z) * Math.sin(y) + Math.cos(z) * Math.sin(x) * Math.cos(y);
  if (Math.hypot(east, north) < LEVEL) return null;
  return Math.round((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}
