/** Films over HTTP: those of a host's library, and the one that a page shows. */

import { call } from "./api.js";

const path = encodeURIComponent;
const library = (webinar) => `/api/webinars/${path(webinar)}/recordings`;
const filmOf = (webinar, recording, film) => `${library(webinar)}/${path(recording)}/films/${path(film)}`;

export const readRecordings = (webinar, token) => call("GET", library(webinar), { token });
export const deleteRecording = (webinar, token, recording) => call("DELETE", `${library(webinar)}/${path(recording)}`, { token });
/** {people: [{id, name}]}: who is in it. */
export const readPeople = (webinar, token, recording) => call("GET", `${library(webinar)}/${path(recording)}/people`, { token });
/** `order`: {layout, container, widthPx, heightPx, preset, redacted, fromS, untilS}. */
export const orderFilm = (webinar, token, recording, order) => call("POST", `${library(webinar)}/${path(recording)}/films`, { token, body: order });
export const deleteFilm = (webinar, token, recording, film) => call("DELETE", filmOf(webinar, recording, film), { token });
export const cancelFilm = (webinar, token, recording, film) => call("POST", `${filmOf(webinar, recording, film)}/cancel`, { token });
export const readLinks = (webinar, token, recording, film) => call("GET", `${filmOf(webinar, recording, film)}/links`, { token });
/** {id, link, expiresAt}: the link is told this once. */
export const makeLink = (webinar, token, recording, film, hours, chat) =>
  call("POST", `${filmOf(webinar, recording, film)}/links`, { token, body: { hours, chat } });
export const revokeLink = (webinar, token, recording, film, link) => call("DELETE", `${filmOf(webinar, recording, film)}/links/${path(link)}`, { token });

/** `viewers`: "hosts", or "participants" too. */
export const publishFilm = (webinar, token, recording, film, viewers) => call("PUT", `${filmOf(webinar, recording, film)}/viewers`, { token, body: { viewers } });
/** [{recording, film, room, recordedAt, durationS, layout, container}]: what the first of these tokens that is good opens. */
export const readFilms = async (webinar, tokens) =>
  (await withAny(tokens, (token) => call("GET", `/api/webinars/${path(webinar)}/films`, { token }))).films;

/** Somebody may have been there, and have registered too: what one token does not open another may. */
async function withAny([token, ...others], ask) {
  try {
    return await ask(token);
  } catch (error) {
    if (others.length === 0 || ![401, 403, 404].includes(error.status)) throw error;
    return withAny(others, ask);
  }
}

const shown = (recording, film) => `/api/films/${path(recording)}/${path(film)}`;

/** A cookie with which the player may ask: by a share link's secret, or the first of these tokens that is good for it. */
export const letIn = (recording, film, tokens, share) =>
  (share
    ? call("POST", `${shown(recording, film)}/pass`, { body: { share } })
    : withAny(tokens, (token) => call("POST", `${shown(recording, film)}/pass`, { token })));
export const readFilm = (recording, film) => call("GET", shown(recording, film));
export const mediaUrl = (recording, film) => `${shown(recording, film)}/media`;
export const captionsUrl = (recording, film, language) => `${shown(recording, film)}/captions.vtt?language=${encodeURIComponent(language)}`;

export const pageOf = (webinar, recording, film) => `/w/${path(webinar)}/recordings/${path(recording)}/${path(film)}`;
