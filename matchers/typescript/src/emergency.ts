/** The notice that stands first in every answer, for an app that has no copy yet. A test holds it to the server's. */
export const EMERGENCY = {
  language: "en",
  text: "If you are in severe distress and thinking about harming yourself, please call 999 immediately.",
  covers: "999 is for the United Kingdom. Anywhere else, call the emergency number of the country you are in.",
  ways: [
    { kind: "phone", label: "Call 999", value: "999", uri: "tel:999" },
    {
      kind: "bsl-video-relay",
      label: "Call 999 in British Sign Language",
      value: "999bsl.co.uk",
      uri: "https://999bsl.co.uk",
    },
  ],
};
