-- wrk's requests: each from a client address of its own and by the next of the sessions, so that limits
-- count none of them, and with
-- the header by which a browser vouches for the page that sent a form. An answer with another status
-- than EXPECT is an error: wrk itself takes a redirect to the sign-in page for a success.

local sent, unexpected = 0, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

-- The lines of a variable of the environment.
function lines(name)
  local all = {}
  for line in os.getenv(name):gmatch("[^\n]+") do table.insert(all, line) end
  return all
end

function init()
  body, expected = os.getenv("BODY"), tonumber(os.getenv("EXPECT"))
  cookies, paths = lines("COOKIES"), lines("PATHS")
  wrong = 0
end

function request()
  sent = sent + 1
  local headers = {
    ["Accept"] = "text/html",
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = string.format("10.%d.%d.%d", sent / 65536 % 256, sent / 256 % 256, sent % 256),
  }
  if #cookies > 0 then headers["Cookie"] = cookies[sent % #cookies + 1] end
  if body == "" then return wrk.format("GET", paths[sent % #cookies + 1], headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", nil, headers, body)
end

function response(status)
  if status ~= expected then wrong = wrong + 1 end
end

function done(summary, latency)
  for _, thread in ipairs(threads) do unexpected = unexpected + thread:get("wrong") end
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"errors":%d,"us":%d,"p99":%d}\n', summary.requests,
    errors.connect + errors.read + errors.write + errors.timeout + unexpected, summary.duration,
    latency:percentile(99)))
end
