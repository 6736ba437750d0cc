// What a partner's page has that watches over its own errors and its own speed: it adds headers to whatever is asked.
import { FetchInstrumentation } from "@opentelemetry/instrumentation-fetch";
import { WebTracerProvider } from "@opentelemetry/sdk-trace-web";
import * as Sentry from "@sentry/browser";

const any = [/.*/];
const ways = {
  sentry() {
    Sentry.init({
      dsn: "http://key@127.0.0.1/1",
      integrations: [Sentry.browserTracingIntegration()],
      tracesSampleRate: 1,
      tracePropagationTargets: any,
      transport: () => ({ send: async () => ({}), flush: async () => true }),
    });
  },
  opentelemetry() {
    const provider = new WebTracerProvider();
    provider.register();
    const fetching = new FetchInstrumentation({ propagateTraceHeaderCorsUrls: any });
    fetching.setTracerProvider(provider);
    fetching.enable();
  },
};

/** Starts one of `ways`, asks `address`, and gives the status and the members of what could be read. */
window.ask = async (way, address, options) => {
  ways[way]();
  const answer = await fetch(address, options);
  return { status: answer.status, members: Object.keys(await answer.json()) };
};
