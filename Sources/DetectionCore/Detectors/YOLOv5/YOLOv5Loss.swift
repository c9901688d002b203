/// The loss that YOLOv5 is trained with, and YOLOv7 without its auxiliary assignment: CIoU of the matched rows' boxes, objectness of
/// every row with that overlap as its target, independent yes-or-no classes of the matched rows.
///
///     L = s [w_box Σ_l mean_pos (1 − CIoU) + w_obj Σ_l b_l mean_rows BCE(σ(t_o), o) + w_cls Σ_l mean_{pos, k} BCE(σ(c_k), t_k)]
///     o = 1 − g + g max(CIoU, 0) of a matched row, else 0
///
/// Each level l has means of its own. A head of one class has no class term. s is 1, or the number of images, as in the authors'
/// code. Assignment and o are constants in the gradient, and so is CIoU's α. With `fl_gamma` both cross entropies are
/// focal losses, α_t (1 − p_t)^γ BCE (``FocalModulation``).
///
/// Jocher et al., «Ultralytics YOLOv5» (2020), `ComputeLoss`.
public struct YOLOv5Loss<S: Scalar>: Sendable {
  /// What the terms count.
  public struct Weights: Sendable, Equatable {
    /// w_box.
    public var box: Double
    /// w_obj.
    public var objectness: Double
    /// w_cls.
    public var classification: Double

    /// Weights; without arguments the gains of YOLOv5's hyperparameters.
    public init(box: Double = 0.05, objectness: Double = 1, classification: Double = 0.5) {
      (self.box, self.objectness, self.classification) = (box, objectness, classification)
    }
  }

  /// Whose overlap the objectness of a row with several objects learns.
  public enum SharedRow: String, Sendable, CaseIterable {
    /// Of the match that comes last in the order of the code.
    case last
    /// The greatest: the code's `sort_obj_iou`.
    case greatest
  }

  /// Who learns what.
  public var assigner: YOLOv5Assigner<S> = .init()
  /// The overlap of the box term and of the objectness.
  public var overlap: OverlapKind = .ciou
  /// g in [0, 1].
  public var overlapShare: S = 1
  /// Of rows with several objects.
  public var sharedRow: SharedRow = .last
  /// Of the objectness.
  public var objectnessPositiveWeight: S = 1
  /// Of the classes.
  public var classes: YesNoClasses<S> = .init()
  /// Of objectness and classes; `nil`: plain cross entropy.
  public var focal: FocalModulation<S>?
  /// b_l; `nil`: those of the code, which has them for five levels at the most.
  public var balance: [Double]?
  /// What the terms count.
  public var weights: Weights = .init()
  /// Whether s is the number of images.
  public var timesImages = false

  /// The loss of YOLOv5, of a batch as of one image.
  public init() {}

  /// b_l of so many levels; `nil`: the code has none.
  static func balance(levels: Int) -> [Double]? {
    if levels == 3 { return [4, 1, 0.4] }
    let known = [4, 1, 0.25, 0.06, 0.02]
    return levels <= known.count ? Array(known.prefix(levels)) : nil
  }

  /// The loss of a batch. `predictions` (B, N, 5 + K): t_x, t_y, t_w, t_h, t_o and K class logits for each row of the grid. The ground
  /// truth is in pixels of the image that the grid lies on, its labels below K. `limit`: pairs of anchors and objects of an image at
  /// the most.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    _ predictions: Tensor<S>, grid: Grid, truth: GroundTruth<S>, gradients: Bool, limit: Int = .max,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    let balance = try check(predictions.shape, grid, truth)
    let images = try (0..<truth.imageCount).map { (image) throws(DetectionError) in
      try YOLOv5Image(self, grid, truth, image, limit: limit, deadline)
    }
    let slopes = GradientMemory<S>(predictions.shape, wanted: gradients)
    return try predictions.withElements { (elements) throws(DetectionError) in
      let heads = images.indices.map { image in
        let start = image * predictions.shape[1] * predictions.shape[2]
        return YOLOv3Rows(
          numbers: elements.baseAddress.unsafelyUnwrapped + start, slopes: slopes.start.map { $0 + start },
          channels: predictions.shape[2])
      }
      var batch = YOLOv5Batch(loss: self, grid: grid, heads: heads, images: images)
      try batch.evaluate(balance, deadline)
      return CompositeLoss(
        terms: batch.terms, matches: batch.matches, gradients: slopes.gradient(by: "predictions"))
    }
  }

  /// What each level's objectness counts. Throws unless shapes and lists fit each other.
  private func check(_ shape: Shape, _ grid: Grid, _ truth: GroundTruth<S>) throws(DetectionError) -> [Double] {
    guard shape.rank == 3, shape[0] == truth.imageCount, shape[1] == grid.rows, shape[2] >= 5 else {
      throw .shape(.predictions, .anchorsOfCells(images: truth.imageCount, rows: grid.rows), found: shape)
    }
    try classes.check(classes: shape[2] - 5)
    guard let balance = balance ?? Self.balance(levels: grid.levels.count), balance.count == grid.levels.count else {
      throw .shape(.balance, .numberPerLevel(grid.levels.count), found: Shape(vector: balance?.count ?? 0))
    }
    return balance
  }
}
