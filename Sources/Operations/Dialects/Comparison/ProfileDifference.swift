import JSON

/// How one profile's answer differs from another's, and why.
struct ProfileDifference {
  private let first: ProfileAnswer
  private let other: ProfileAnswer
  private let quantities: [(quantity: ComparedQuantity, from: ComparedQuantity.Value, to: ComparedQuantity.Value)]
  private let steps: [DecisionSwitch]
  private let error: DecisionSwitch.Change?

  init(
    _ first: ProfileAnswer, _ other: ProfileAnswer, quantities: [ComparedQuantity], values: (Answer, Answer),
    steps: [DecisionSwitch]
  ) {
    (self.first, self.other, self.steps, error) = (first, other, steps, nil)
    self.quantities = quantities.compactMap { quantity in
      guard let from = quantity.value(in: values.0), let to = quantity.value(in: values.1) else { return nil }
      return (quantity, from, to)
    }
  }

  /// Where one has no number.
  init(_ first: ProfileAnswer, _ other: ProfileAnswer, error: DecisionSwitch.Change?) {
    (self.first, self.other, self.error) = (first, other, error)
    (quantities, steps) = ([], [])
  }

  /// As the answer lists it.
  var value: Answer.Value {
    var fields = Answer()
    fields.add("from", .text(first.name))
    fields.add("to", .text(other.name))
    fields.add("summary", .text(summary))
    fields.add("quantities", .rows(quantities.map { Self.quantity($0.quantity.name, $0.from, $0.to) }))
    fields.add("causes", .rows(steps.map(cause)))
    return .object(fields.fields)
  }

  private static func quantity(_ name: String, _ from: ComparedQuantity.Value, _ to: ComparedQuantity.Value)
    -> Answer.Value
  {
    var fields = Answer()
    fields.add("name", .text(name))
    switch (from, to) {
    case (.number(let a), .number(let b)):
      fields.add("from", .number(a))
      fields.add("to", .number(b))
      fields.add("difference", .number(b - a))
    case (.set(let a), .set(let b)): add(a, b, to: &fields)
    default: break
    }
    return .object(fields.fields)
  }

  private static func add(_ a: Set<Int>, _ b: Set<Int>, to fields: inout Answer) {
    fields.add("added", .list(b.subtracting(a).sorted().map(Answer.Value.integer)))
    fields.add("removed", .list(a.subtracting(b).sorted().map(Answer.Value.integer)))
  }

  private func cause(_ step: DecisionSwitch) -> Answer.Value {
    var fields = Answer()
    fields.add("fields", .list(step.changes.map { .text($0.decision.field) }))
    fields.add("from", .list(step.changes.map { .json($0.from) }))
    fields.add("to", .list(step.changes.map { .json($0.to) }))
    fields.add("sentence", .text(sentence(step)))
    fields.add(
      "shares",
      .rows(
        zip(quantities, step.shares).map { quantity, share in
          var fields = Answer()
          fields.add("name", .text(quantity.quantity.name))
          switch (share.before, share.after) {
          case (.number(let a), .number(let b)): fields.add("share", .number(b - a))
          case (.set(let a), .set(let b)): Self.add(a, b, to: &fields)
          default: break
          }
          return .object(fields.fields)
        }))
    return .object(fields.fields)
  }

  // MARK: - Words

  /// «mmdetection's loss is 0.0123 more than torchvision's: where α counts, "iou-above-half" for "always": −0.0123».
  private var summary: String {
    if let problem = other.problem ?? first.problem {
      let name = other.problem == nil ? first.name : other.name
      let cause = error.map { " What decides it is \(Self.words($0))." } ?? ""
      return "\(name) has no number here: \(problem.detail).\(cause)"
    }
    guard let main = quantities.first else { return "there is nothing to compare" }
    let counting = steps.filter { step in step.shares.first.map { !Self.isNothing($0) } ?? false }
    let causes = counting.map(sentence).joined(separator: "; ")
    let outcome = Self.words(main.quantity.name, main.from, main.to, first.name, other.name)
    return causes.isEmpty ? "\(outcome)." : "\(outcome): \(causes)."
  }

  private func sentence(_ step: DecisionSwitch) -> String {
    let what = step.changes.map(Self.words).joined(separator: " and ")
    return step.shares.first.map { "\(what): \(Self.words($0))" } ?? what
  }

  /// «where α counts, "iou-above-half" for "always"».
  private static func words(_ change: DecisionSwitch.Change) -> String {
    "\(change.decision.phrase), \(change.to.text()) for \(change.from.text())"
  }

  private static func words(
    _ name: String, _ from: ComparedQuantity.Value, _ to: ComparedQuantity.Value, _ first: String, _ other: String
  ) -> String {
    switch (from, to) {
    case (.number(let a), .number(let b)):
      if a == b { return "\(other)'s \(name) is \(first)'s" }
      return "\(other)'s \(name) is \(rounded(abs(b - a))) \(b > a ? "more" : "less") than \(first)'s"
    default: return "from \(first)'s \(name) to \(other)'s: \(words((from, to)))"
    }
  }

  private static func words(_ share: (before: ComparedQuantity.Value, after: ComparedQuantity.Value)) -> String {
    switch (share.before, share.after) {
    case (.number(let a), .number(let b)): return (b > a ? "+" : b < a ? "−" : "") + rounded(abs(b - a))
    case (.set(let a), .set(let b)):
      let added = b.subtracting(a).sorted()
      let removed = a.subtracting(b).sorted()
      let parts = [added.isEmpty ? nil : "with \(listed(added))", removed.isEmpty ? nil : "without \(listed(removed))"]
      return parts.allSatisfy { $0 == nil } ? "the same" : parts.compactMap(\.self).joined(separator: ", ")
    default: return ""
    }
  }

  private static func isNothing(_ share: (before: ComparedQuantity.Value, after: ComparedQuantity.Value)) -> Bool {
    switch (share.before, share.after) {
    case (.number(let a), .number(let b)): a == b
    case (.set(let a), .set(let b)): a == b
    default: true
    }
  }

  /// The first of some indices.
  private static func listed(_ indices: [Int]) -> String {
    let shown = indices.prefix(10).map(String.init).joined(separator: ", ")
    return indices.count > 10 ? "\(shown) and \(indices.count - 10) more" : shown
  }

  /// Three significant digits.
  private static func rounded(_ value: Double) -> String {
    guard value > 0, value.isFinite else { return plain(value) }
    var scale = 1.0
    while value * scale < 100, scale < 1e300 { scale *= 10 }
    while value * scale >= 1000, scale > 1e-300 { scale /= 10 }
    return plain((value * scale).rounded() / scale)
  }
}
