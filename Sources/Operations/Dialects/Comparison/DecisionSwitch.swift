import JSON

/// Decisions that differ between two requests, switched from the one's values to the other's: mostly one; several where the
/// states between have no number.
struct DecisionSwitch: Sendable {
  /// A decision and its two values.
  struct Change: Sendable {
    let decision: Decision
    let from: JSONValue
    let to: JSONValue
  }

  var changes: [Change]
  /// By quantity, before and after.
  var shares: [(before: ComparedQuantity.Value, after: ComparedQuantity.Value)] = []

  /// The decisions whose values differ and have an effect in one of the two, in the order of their declaration.
  static func changes(from first: Request, to second: Request) -> [Change] {
    let decisions = first.declaration.dialects?.decisions ?? []
    return decisions.compactMap { decision in
      let (from, to) = (first.effectiveValue(of: decision.field), second.effectiveValue(of: decision.field))
      let hasEffect = first.hasEffect(decision.field) || second.hasEffect(decision.field)
      return hasEffect && !from.means(to) ? Change(decision: decision, from: from, to: to) : nil
    }
  }
}
