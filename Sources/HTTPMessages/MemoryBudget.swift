import Synchronization

/// Bytes that all requests together may hold: bodies as sent and as expanded, their numbers, their answers until they are
/// sent. Each reserves before it makes; where the budget has no more, the request is refused and nothing was made.
public final class MemoryBudget: Sendable {
  /// Bytes in all.
  public let limit: Int
  private let taken = Atomic<Int>(0)

  /// A budget of so many bytes.
  public init(_ limit: Int) { self.limit = max(0, limit) }

  /// Bytes that are reserved.
  public var held: Int { taken.load(ordering: .relaxed) }

  /// A share of nothing, to grow.
  public func share() -> Share { Share(self) }

  /// What one request holds; it is given back when the last reference goes.
  public final class Share: Sendable {
    private let budget: MemoryBudget
    private let taken = Atomic<Int>(0)

    fileprivate init(_ budget: MemoryBudget) { self.budget = budget }

    deinit { budget.taken.subtract(taken.load(ordering: .relaxed), ordering: .relaxed) }

    /// How much that is.
    public var size: Int { taken.load(ordering: .relaxed) }

    /// Lets the share be that large; false, unchanged, where the budget has no more.
    public func grow(to total: Int) -> Bool { grow(by: total - size) }

    /// Lets the share be larger by so much; false, unchanged, where the budget has no more.
    public func grow(by more: Int) -> Bool {
      guard more > 0 else { return true }
      // No budget is that large; and sums of such do not overflow.
      guard more <= Int.max >> 16 else { return false }
      guard budget.taken.add(more, ordering: .relaxed).newValue <= budget.limit else {
        budget.taken.subtract(more, ordering: .relaxed)
        return false
      }
      taken.add(more, ordering: .relaxed)
      return true
    }

    /// Gives back what is beyond that.
    public func shrink(to total: Int) {
      let spare = size - max(0, total)
      guard spare > 0 else { return }
      taken.subtract(spare, ordering: .relaxed)
      budget.taken.subtract(spare, ordering: .relaxed)
    }
  }
}
