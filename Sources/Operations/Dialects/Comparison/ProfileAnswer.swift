import JSON

/// What an operation answers by a profile, or by its own defaults.
struct ProfileAnswer: Sendable {
  /// What requests call the defaults.
  static let ownName = "focald"

  /// `torchvision`.
  let name: String
  /// Whose numbers they are.
  let source: String
  let request: Request
  /// The answer; or why there is none: the library gives NaN.
  let outcome: Result<Answer, Problem>

  var answer: Answer? { try? outcome.get() }
  var problem: Problem? { if case .failure(let problem) = outcome { problem } else { nil } }
}
