/// The loss of a detector of one stage with a row per anchor: a term for the classes of the rows that count, one for the
/// boxes of the positives.
protocol AnchorLoss: SingleStageLoss {
  var outputs: HeadFields { get }
  /// The term of the classes.
  static var classification: LossTerm { get }
}

extension AnchorLoss {
  var heads: [TensorField<Reals>] { [outputs.classLogits, outputs.boxDeltas] }
  var terms: [LossTerm] { Self.stage.terms }

  /// The one stage, as ``CompositeFields`` wants it.
  static var stage: LossStage {
    LossStage(terms: [classification, .boxRegression], rows: "anchor_indices")
  }
}

extension LossTerm {
  /// The term of boxes.
  static let boxRegression = LossTerm("bbox_regression", "box_loss of the positives")
}
