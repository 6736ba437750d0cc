-- Asks the addresses of a file in turn, each thread from another place in it, and ends with one line of JSON.
local threads = {}

function setup(thread)
   table.insert(threads, thread)
   thread:set("number", #threads - 1)
end

function init(args)
   questions = {}
   for line in io.lines(args[1]) do
      questions[#questions + 1] = wrk.format("GET", line)
   end
   at = math.floor(#questions * number / 2)
end

function request()
   at = at % #questions + 1
   return questions[at]
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.stdout:write(string.format(
      '{"requests": %d, "seconds": %f, "failed": %d, "p50": %f, "p99": %f}\n',
      summary.requests, summary.duration / 1e6,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
