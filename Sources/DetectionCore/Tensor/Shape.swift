/// Extents of a tensor, outermost first. Their product is known to fit an `Int`.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// The extents.
  public let extents: [Int]
  /// Their product; 1 for a scalar.
  public let count: Int

  /// A scalar's shape.
  public static let scalar = Shape(vector: 1).dropFirst()

  /// A shape, or `nil` if an extent is negative or the product overflows.
  public init?(_ extents: [Int]) {
    var count = 1
    for extent in extents where extent != 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent > 0, !overflow else { return nil }
      count = product
    }
    self.extents = extents
    self.count = extents.contains(0) ? 0 : count
  }

  /// The shape of a vector; a negative length counts as 0.
  public init(vector count: Int) {
    extents = [Swift.max(count, 0)]
    self.count = Swift.max(count, 0)
  }

  /// The shape of `rows` boxes, (rows, 4). A number of rows that could not be in memory is our own bug.
  public init(boxes rows: Int) {
    precondition(rows >= 0 && rows <= Int.max / 4, "no memory holds so many boxes")
    extents = [rows, 4]
    count = rows * 4
  }

  private init(extents: [Int], count: Int) {
    self.extents = extents
    self.count = count
  }

  /// How many axes there are.
  public var rank: Int { extents.count }

  /// The extent of an axis.
  public subscript(_ axis: Int) -> Int { extents[axis] }

  /// The shape of one row of the outermost axis; a scalar's is a scalar's.
  public func dropFirst() -> Shape {
    let inner = Array(extents.dropFirst())
    // A factor of a product that fits, fits; an empty outermost axis may hide one that does not.
    return Shape(inner) ?? Shape(extents: inner, count: 0)
  }

  /// As in the contract: `(3, 4)`, `(5,)`, `()`.
  public var description: String {
    rank == 1 ? "(\(extents[0]),)" : "(\(extents.map(String.init).joined(separator: ", ")))"
  }
}
