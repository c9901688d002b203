import Synchronization

/// Bytes that all bodies together may hold, so that many clients cannot fill the memory with one large body each.
final class BodyBudget: Sendable {
  private let limit: Int
  private let held = Atomic<Int>(0)

  init(_ limit: Int) { self.limit = limit }

  /// A share of nothing, to grow.
  func share() -> Share { Share(self) }

  /// What one body holds; it is given back when nobody keeps the share any more.
  final class Share: Sendable {
    private let budget: BodyBudget
    private let taken = Atomic<Int>(0)

    fileprivate init(_ budget: BodyBudget) { self.budget = budget }

    deinit { budget.held.subtract(taken.load(ordering: .relaxed), ordering: .relaxed) }

    /// How much that is.
    var size: Int { taken.load(ordering: .relaxed) }

    /// Lets the share be that large; false, unchanged, where the budget has no more.
    func grow(to total: Int) -> Bool {
      let more = total - taken.load(ordering: .relaxed)
      guard more > 0 else { return true }
      guard budget.held.add(more, ordering: .relaxed).newValue <= budget.limit else {
        budget.held.subtract(more, ordering: .relaxed)
        return false
      }
      taken.add(more, ordering: .relaxed)
      return true
    }
  }
}
