/// When long work gives up. Asking costs some tens of nanoseconds: ask once a row, not once an element.
public struct Deadline: Sendable {
  private let instant: ContinuousClock.Instant?

  /// Work that may take as long as it takes.
  public static let never = Deadline(nil)

  /// Work that is due at an instant, or never.
  public init(_ instant: ContinuousClock.Instant?) { self.instant = instant }

  /// Whether the time is over.
  @inline(never)
  package var isOver: Bool { instant.map { ContinuousClock.now >= $0 } ?? false }

  /// Throws `deadlineExceeded` when the time is over.
  package func check() throws(DetectionError) {
    if isOver { throw .deadlineExceeded }
  }
}
