/** Numbers, dates and times as German writes them. */

import { formatsOf } from "../../formats.js";

export const { number, percent, list, count, time, exactTime, date, dateTime } = formatsOf("de");
