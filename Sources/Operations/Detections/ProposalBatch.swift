import DetectionCore

/// The heads of a second stage, image by image: of one image, of a batch with as many proposals of each, or the rows of all
/// images one after the other.
struct ProposalBatch<S: Scalar> {
  /// How many images there are.
  let count: Int
  private let batch: DetectorBatch<S>
  /// The rows of each image, where they stand in one list.
  private let rows: [Range<Int>]?

  init(_ request: Request, _ fields: [TensorField<Reals>], _ counts: Field<[Int]?>) throws {
    batch = try DetectorBatch<S>(request, fields)
    guard let given = request[counts] else {
      (count, rows) = (batch.count, nil)
      return
    }
    let isOne = fields.allSatisfy { request.shape(of: $0)?.rank == 2 }
    let total = fields.first.flatMap { request.shape(of: $0)?.extents.first } ?? 0
    guard isOne, let rows = [Range<Int>](counts: given), rows.total == total else {
      throw Problem(
        .shapeMismatch, at: "/\(counts.name)",
        isOne
          ? "\(counts.name) must add up to the \(counted(total, "row")) there are"
          : "\(counts.name) is of rows that stand one after the other, not of a batch")
    }
    try ImageFields.check(count: given.count, at: counts.name)
    for field in fields where request.shape(of: field)?.extents.first != total {
      throw Problem(
        .shapeMismatch, at: "/\(field.name)",
        "\(field.name) \(request.shape(of: field) ?? .scalar) must have \(total) rows, as \(fields[0].name)")
    }
    (count, self.rows) = (given.count, rows)
  }

  /// A head's rows of one image.
  func tensor(_ field: TensorField<Reals>, _ image: Int) -> Tensor<S> {
    guard let rows else { return batch.tensor(field, image) }
    let all = batch.tensor(field, 0)
    let width = all.shape.extents.last ?? 0
    let range = rows[image]
    let elements = all.withElements { Array($0[range.lowerBound * width..<range.upperBound * width]) }
    return Shape([range.count, width]).flatMap { Tensor(shape: $0, elements: elements) } ?? Tensor(elements)
  }
}
