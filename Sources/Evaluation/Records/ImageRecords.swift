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
