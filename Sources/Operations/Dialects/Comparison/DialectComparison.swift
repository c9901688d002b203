import DetectionCore
package import JSON

/// The same request by several profiles, and which decision makes how much of the difference.
///
/// The first profile is compared with each other one. On the way from the one to the other the decisions that differ are
/// switched one after the other, in the order of their declaration; what a quantity changes by at a step is that decision's
/// share, so that the shares of a difference add up to it. Another order would share out otherwise what decisions have in
/// common.
package struct DialectComparison: Sendable {
  private let operation: Operation
  private let limits: Limits
  private let profiles: [ProfileAnswer]
  /// The field that names the profiles.
  package static let field = "profiles"

  /// How often the operation may be computed for so many profiles: once for each, and once for each decision between the
  /// first and another, but the last, whose answer is there already.
  package static func evaluations(_ dialects: Dialects, profiles: Int) -> Int {
    profiles + max(profiles - 1, 0) * max(dialects.decisions.count - 1, 0)
  }

  /// How many profiles are compared.
  package var profileCount: Int { profiles.count }

  /// Evaluates each profile. The limit of an answer's elements is shared by all evaluations.
  package init(_ operation: Operation, _ body: JSONValue, limits: Limits) throws(Problem) {
    self.operation = operation
    let names = try ProfileNames(operation.declaration, body)
    var limits = limits
    if let dialects = operation.declaration.dialects {
      limits.answerElements /= Self.evaluations(dialects, profiles: names.names.count)
    }
    self.limits = limits
    let decoder = try Self.decoder(operation.declaration, body, limits)
    profiles = try names.names.map { name throws(Problem) in
      var decoder = decoder
      if name != ProfileAnswer.ownName { decoder.override(DialectFields.compatName, .string(name)) }
      return try Self.evaluate(operation, name, try decoder.finish())
    }
  }

  private static func decoder(_ declaration: Declaration, _ body: JSONValue, _ limits: Limits) throws(Problem)
    -> RequestDecoder
  {
    var decoder = RequestDecoder(declaration: declaration, limits: limits)
    for member in body.object?.members ?? [] where member.key != field {
      decoder.decode(member.key, member.value, at: "/" + JSONPointer.escape(quoted(member.key)))
      if decoder.hasEnoughIssues { try decoder.check() }
    }
    guard !decoder.isGiven(DialectFields.compatName) else {
      throw Problem(
        .conflictingFields, at: "/\(DialectFields.compatName)",
        "compat and profiles exclude each other: give profiles alone")
    }
    return decoder
  }

  private static func evaluate(_ operation: Operation, _ name: String, _ request: Request) throws(Problem)
    -> ProfileAnswer
  {
    let source = operation.declaration.dialects?.profile(named: .string(name))?.source ?? "this operation's defaults"
    let outcome = try outcome(operation, request)
    return ProfileAnswer(name: name, source: source, request: request, outcome: outcome)
  }

  /// The answer, or why a library has none. Any other fault is one of the request.
  private static func outcome(_ operation: Operation, _ request: Request) throws(Problem) -> Result<Answer, Problem> {
    if request.limits.deadline.isOver { throw Problem(.deadlineExceeded, "the comparison was not ready in time") }
    do {
      return .success(try operation.answer(request))
    } catch {
      guard error.code == .undefined else { throw error }
      return .failure(error)
    }
  }

  /// The whole answer.
  package func answer() throws(Problem) -> Answer {
    var answer = Answer()
    answer.add("operation", .text(operation.declaration.id))
    answer.add("profiles", .rows(profiles.map(\.value)))
    var differences: [Answer.Value] = []
    for other in profiles.dropFirst() {
      guard let first = profiles.first else { break }
      differences.append(try difference(first, other).value)
    }
    answer.add("differences", .rows(differences))
    return answer
  }

  // MARK: - One difference

  private func difference(_ first: ProfileAnswer, _ other: ProfileAnswer) throws(Problem) -> ProfileDifference {
    let changes = DecisionSwitch.changes(from: first.request, to: other.request)
    guard let a = first.answer, let b = other.answer else {
      return ProfileDifference(first, other, error: try errorCause(first, other, changes))
    }
    let quantities = ComparedQuantity.all(a, b)
    let steps = try steps(first.request, changes, quantities, from: a, to: b)
    return ProfileDifference(first, other, quantities: quantities, values: (a, b), steps: steps)
  }

  /// The decisions one by one; those whose state between has no number go with the next.
  private func steps(
    _ start: Request, _ changes: [DecisionSwitch.Change], _ quantities: [ComparedQuantity], from a: Answer,
    to b: Answer
  ) throws(Problem) -> [DecisionSwitch] {
    var (request, steps, pending) = (start, [DecisionSwitch](), [DecisionSwitch.Change]())
    var before = quantities.map { $0.value(in: a) }
    for (index, change) in changes.enumerated() {
      request = request.deciding(change.decision.field, change.to)
      pending.append(change)
      let answer: Answer? = index == changes.count - 1 ? b : try stateBetween(request)
      guard let answer else { continue }
      let after = quantities.map { $0.value(in: answer) }
      // A state whose numbers are of other shapes is none.
      let pairs = zip(before, after).compactMap { pair in pair.0.flatMap { a in pair.1.map { (before: a, after: $0) } }
      }
      guard pairs.count == quantities.count else { continue }
      steps.append(DecisionSwitch(changes: pending, shares: pairs))
      (before, pending) = (after, [])
    }
    return steps
  }

  /// The answer of a state between two profiles; `nil` where it has no number, or its fields do not go together.
  private func stateBetween(_ request: Request) throws(Problem) -> Answer? {
    do {
      return try Self.outcome(operation, request).get()
    } catch {
      if error.code == .deadlineExceeded { throw error }
      return nil
    }
  }

  /// Which decision makes a number of one profile an error of the other; `nil` where both are errors.
  private func errorCause(_ first: ProfileAnswer, _ other: ProfileAnswer, _ changes: [DecisionSwitch.Change])
    throws(Problem) -> DecisionSwitch.Change?
  {
    guard (first.answer == nil) != (other.answer == nil) else { return nil }
    let isForward = first.answer != nil
    var request = isForward ? first.request : other.request
    for change in changes {
      request = request.deciding(change.decision.field, isForward ? change.to : change.from)
      if case .failure = try Self.outcome(operation, request) { return change }
    }
    return nil
  }
}

extension ProfileAnswer {
  /// As the answer lists it.
  fileprivate var value: Answer.Value {
    var fields = Answer()
    fields.add("profile", .text(name))
    fields.add("source", .text(source))
    switch outcome {
    case .success(let answer): fields.add("answer", .object(answer.fields))
    case .failure(let problem): fields.add("error", .text(problem.detail))
    }
    return .object(fields.fields)
  }
}
