/// One thing that is wrong, and where: an entry of `errors`.
package struct Issue: Sendable, Equatable {
  /// RFC 6901; "" is the whole body.
  package var pointer: String
  package var code: ErrorCode
  /// A sentence that says what was found and what is wanted.
  package var detail: String

  /// What is wrong at a place.
  package init(pointer: String, code: ErrorCode, detail: String) {
    self.pointer = pointer
    self.code = code
    self.detail = detail
  }
}

/// A request that could not be answered: RFC 9457, `application/problem+json`.
package struct Problem: Error, Sendable, Equatable {
  /// At least one; the first decides status and title.
  package let issues: [Issue]
  /// A sentence that covers them all; `nil`: the first issue's.
  private var summary: String?

  package init(_ code: ErrorCode, at pointer: String = "", _ detail: String) {
    issues = [Issue(pointer: pointer, code: code, detail: detail).clipped]
  }

  /// `nil` if there is nothing wrong.
  package init?(_ issues: [Issue], summary: String? = nil) {
    guard !issues.isEmpty else { return nil }
    self.issues = issues.map(\.clipped)
    self.summary = summary?.clipped(to: Issue.longest)
  }

  /// The same with other places.
  package func located(_ place: (Issue) -> String) -> Problem {
    let moved = issues.map { Issue(pointer: place($0), code: $0.code, detail: $0.detail) }
    return Problem(moved, summary: summary) ?? self
  }

  /// The code that decides the status.
  package var code: ErrorCode { issues.first?.code ?? .internalError }

  /// The sentence for people: the summary, or the first issue's and how many more there are.
  package var detail: String {
    if let summary { return summary }
    let first = issues.first?.detail ?? ""
    let place = issues.first.map { $0.pointer.isEmpty ? "" : "\($0.pointer): " } ?? ""
    return issues.count > 1 ? "\(place)\(first) (and \(issues.count - 1) more)" : place + first
  }
}

extension Issue {
  /// Bytes of a text that an answer repeats of a request: no request makes an answer as large as itself.
  fileprivate static let longest = 4096

  fileprivate var clipped: Issue {
    Issue(pointer: pointer.clipped(to: Self.longest), code: code, detail: detail.clipped(to: Self.longest))
  }
}

extension String {
  /// The text, or its beginning and an ellipsis.
  fileprivate func clipped(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    return String(decoding: utf8.prefix(limit), as: UTF8.self).filter { $0 != "\u{FFFD}" } + "…"
  }
}
