import HTTPMessages

/// Why requests are not computed: the labels of `focald_refusals_total`.
enum Refusal {
  /// The budget of memory had no room for what a request makes.
  static let memory = "out_of_memory"

  /// All of them.
  static let all = [
    "malformed_request", "head_timeout", "target_too_long", "head_too_large", "unsupported_version", "body_too_large",
    "body_timeout", "overloaded", "draining", "deadline_exceeded", memory, "unauthorized", "forbidden",
    "quota_exceeded",
  ]

  /// What a failure is called.
  static func name(of failure: HTTPServerFailure) -> String {
    switch failure {
    case .malformedRequest: "malformed_request"
    case .headTimeout: "head_timeout"
    case .targetTooLong: "target_too_long"
    case .headTooLarge: "head_too_large"
    case .unsupportedVersion: "unsupported_version"
    case .bodyTooLarge: "body_too_large"
    case .bodyTimeout: "body_timeout"
    case .overloaded: "overloaded"
    case .draining: "draining"
    case .deadlineExceeded: "deadline_exceeded"
    case .outOfMemory: memory
    case .unauthorized: "unauthorized"
    case .forbidden: "forbidden"
    case .quotaExceeded: "quota_exceeded"
    }
  }
}
