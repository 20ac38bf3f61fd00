const day = 24 * 60;

/** A day in minutes: how many requests, how many of them failed with 5xx, how many with 4xx. */
const minutes = (of) => Array.from({ length: day }, (_, minute) => ({ requests: 600, broken: 0, wrong: 6, ...of(minute) }));

const between = (from, to) => (minute) => minute >= from && minute < to;
const blip = between(600, 602);
const trouble = between(600, 1440);

export const traffic = {
  'a good day': minutes(() => ({})),
  'two bad minutes': minutes((minute) => ({ broken: blip(minute) ? 300 : 0 })),
  'from minute 600, 3 % fail': minutes((minute) => ({ broken: trouble(minute) ? 18 : 0 })),
  'from minute 600, 0.7 % fail': minutes((minute) => ({ broken: trouble(minute) ? 4.2 : 0 })),
  'one request a minute, two fail': minutes((minute) => ({
    requests: 1,
    wrong: 0,
    broken: minute === 200 || minute === 900 ? 1 : 0,
  })),
};
