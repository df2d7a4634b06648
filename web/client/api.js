/** HTTP calls: JSON in, JSON out; every failure is one ApiError with a stable code. */

const TIMEOUT_MS = 15000;
const SIGN_OF_LIFE_MS = 4000;

export class ApiError extends Error {
  constructor(code, message, status = 0) {
    super(message);
    this.code = code; // the server's, or `offline` when no answer came
    this.status = status;
  }
}

export const createWebinar = (title, hostName) => call("POST", "/api/webinars", { body: { title, hostName } });
export const readWebinar = (webinar, token) => call("GET", `/api/webinars/${path(webinar)}`, { token });
/** For hosts: {presenter, attendee}, each {role, token, link}. */
export const readLinks = (webinar, token) => call("GET", `/api/webinars/${path(webinar)}/links`, { token });
/** A page of the chat, oldest first: {messages: [{id, userId, name, content, timestamp, seq, …}]}. `before` is a seq or null. */
export const readChat = (webinar, token, before, limit) =>
  call("GET", `/api/webinars/${path(webinar)}/chat?limit=${limit}${before === null ? "" : `&before=${before}`}`, { token });
/** What hosts take home, each as a Blob: a table (`attendance.csv`, …), and the signed record. */
export const readExport = (webinar, token, name) => file(`/api/webinars/${path(webinar)}/exports/${name}`, token);
export const readRecord = (webinar, token) => file(`/api/webinars/${path(webinar)}/record`, token);
/** The calendar entry, for whoever holds any token of the webinar. */
export const readCalendar = (webinar, token) => file(`/api/webinars/${path(webinar)}/calendar.ics`, token);
/** The registration desk. `token` of the last two is what the registration was answered with. */
export const readForm = (webinar) => call("GET", `/api/webinars/${path(webinar)}/registrations/form`);
export const register = (webinar, name, email) => call("POST", `/api/webinars/${path(webinar)}/registrations`, { body: { name, email } });
export const readRegistration = (webinar, token) => call("GET", `/api/webinars/${path(webinar)}/registrations/mine`, { token });
export const withdrawRegistration = (webinar, token) => call("DELETE", `/api/webinars/${path(webinar)}/registrations/mine`, { token });
/** For hosts: {registrations: [{id, name, email, status, has_come}]}. */
export const readRegistrations = (webinar, token) => call("GET", `/api/webinars/${path(webinar)}/registrations`, { token });
export const readActors = (token) => call("GET", "/ops/actors", { token });

/** `token` is a person's who comes back; `invite` opens the door with the role it was made for; `consent`: to being recorded. */
export const joinWebinar = (webinar, { name, invite, token, consent = false }) =>
  call("POST", `/api/webinars/${path(webinar)}/join`, {
    token, body: { name, ...(invite ? { invite } : {}), ...(consent ? { consent } : {}) },
  });

/** Whether a server answers at all. */
export const isServing = () =>
  fetch("/health", { signal: AbortSignal.timeout(SIGN_OF_LIFE_MS), cache: "no-store" }).then(({ ok }) => ok, () => false);

const path = encodeURIComponent;

export async function call(method, url, { token, body } = {}) {
  return (await answered(method, url, token, body)).json().catch(() => null);
}

const file = async (url, token) => (await answered("GET", url, token)).blob();

async function answered(method, url, token, body) {
  const response = await send(method, url, token, body);
  if (response.ok) return response;
  const answer = await response.json().catch(() => null);
  throw new ApiError(answer?.code ?? "failed", answer?.error ?? "", response.status);
}

async function send(method, url, token, body) {
  const headers = {
    ...(body ? { "Content-Type": "application/json" } : {}),
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(url, { method, headers, body: body && JSON.stringify(body), signal, cache: "no-store" });
  } catch {
    throw new ApiError("offline", "");
  }
}
