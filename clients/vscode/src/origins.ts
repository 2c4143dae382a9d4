/** Which origins a key may be kept for. Pure: knows no editor. */

/** The origin of an endpoint, or why a key must not go there. */
export type KeyOrigin =
  | { readonly origin: string; readonly problem?: undefined }
  | { readonly origin?: undefined; readonly problem: string };

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** A key belongs to an origin, so that it never follows an endpoint that changes. */
export function keyOrigin(endpoint: string): KeyOrigin {
  if (!URL.canParse(endpoint)) return { problem: "An address such as https://api.openai.com/v1 is needed." };
  const { protocol, hostname, origin } = new URL(endpoint);
  if (protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname))) return { origin };
  return { problem: "Only https keeps a key secret on its way; http is for this machine alone." };
}
