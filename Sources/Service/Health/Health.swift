import HTTPMessages
import JSON
import Operations

/// Whether the process lives, and whether it should be sent requests.
struct Health: Sendable {
  /// When the service began, long before the first question.
  let start: ContinuousClock.Instant
  let isDraining: @Sendable () -> Bool

  /// `/livez`: the process answers.
  var live: HTTPResponse { .json(["status": "ok"] as JSONValue) }

  /// `/readyz`: 503 while draining.
  var ready: HTTPResponse { Self.ready(isDraining: isDraining()) }

  private static func ready(isDraining: Bool) -> HTTPResponse {
    var response = HTTPResponse.json(
      ["status": isDraining ? "draining" : "ok"] as JSONValue, status: isDraining ? .serviceUnavailable : .ok)
    if isDraining { response.headers["Retry-After"] = "1" }
    return response
  }

  /// `/healthz`: both, for people.
  var summary: HTTPResponse {
    let isDraining = isDraining()
    let uptime = (ContinuousClock.now - start).components.seconds
    var response = Self.ready(isDraining: isDraining)
    response.body =
      HTTPResponse.json(
        [
          "status": isDraining ? "draining" : "ok", "version": .string(BuildInformation.version),
          "processor": .string(BuildInformation.processor),
          "uptime_seconds": .number(Double(uptime)), "operations": .number(Double(Registry.all.count)),
        ] as JSONValue
      ).body
    return response
  }
}
