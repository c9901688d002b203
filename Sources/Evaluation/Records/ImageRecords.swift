public import DetectionCore

/// The images of a ground truth, one a row, in file order.
public struct ImageRecords: Sendable {
  /// Their ids. An id that comes twice is one image; the later row's members count.
  public var ids: IDColumn
  /// Width and height in pixels, (I, 2); needed for area ranges in fractions of the image.
  public var sizes: Tensor<Double>?
  /// LVIS: the categories verified to be absent from each image.
  public var negativeCategories: IDLists?
  /// LVIS: the categories whose objects are not all annotated in each image.
  public var notExhaustiveCategories: IDLists?
  /// A value per image by which the answer is sliced; `nil` where an image has none.
  public var attribute: [String?]?
  /// How many images there are, if those without object and detection are not listed. The ids are then places below it,
  /// ascending from 0: they matter to who counts images or draws them, and to no one else.
  public var total: Int?

  /// Images with nothing but ids, unless more is given.
  public init(
    ids: IDColumn, sizes: Tensor<Double>? = nil, negativeCategories: IDLists? = nil,
    notExhaustiveCategories: IDLists? = nil, attribute: [String?]? = nil, total: Int? = nil
  ) {
    self.total = total
    self.ids = ids
    self.sizes = sizes
    self.negativeCategories = negativeCategories
    self.notExhaustiveCategories = notExhaustiveCategories
    self.attribute = attribute
  }
}

/// A list of ids per row, one list after the other.
public struct IDLists: Sendable {
  /// The ids of all rows.
  public var ids: IDColumn
  /// Where each row's list ends in `ids`, rising.
  public var ends: [Int]
  /// The first row whose member is absent, which is not the same as an empty list.
  public var firstMissing: Int?

  /// Lists that end at `ends`.
  public init(ids: IDColumn, ends: [Int], firstMissing: Int? = nil) {
    self.ids = ids
    self.ends = ends
    self.firstMissing = firstMissing
  }

  /// Where a row's list lies in `ids`; empty if the ends do not rise or reach beyond the column.
  func range(_ row: Int) -> Range<Int> {
    guard ends.indices.contains(row) else { return 0..<0 }
    let start = row == 0 ? 0 : ends[row - 1]
    return start >= 0 && start <= ends[row] && ends[row] <= ids.count ? start..<ends[row] : 0..<0
  }
}
