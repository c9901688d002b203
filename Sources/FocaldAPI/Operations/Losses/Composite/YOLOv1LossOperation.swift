import DetectionCore

struct YOLOv1LossOperation: CompositeLossDefinition {
  let name = "yolov1"
  let summary =
    "YOLOv1's training loss: squared errors of place, confidence and classes, one responsible predictor an object."
  let formula =
    "L = 1/N [w_box Σ_pos ((x−x*)² + (y−y*)² + (√w−√w*)² + (√h−√h*)²) + w_obj Σ_pos (C−IoU)² + w_noobj Σ_others C² "
    + "+ w_cls Σ_cells Σ_k (p_k−p*_k)²]"
  let source = "Redmon et al. 2016, «You Only Look Once», eq. 3"
  let ownInputs = [
    Input(
      "predictions", .of("H", "W", "5P+K"), .of("B", "H", "W", "5P+K"), isDifferentiable: true,
      holds:
        "For every cell x, y, w, h and confidence of P predictors, then K classes. x, y from the cell's corner, in "
        + "cells; w, h relative to the image.")
  ]
  let terms = [
    LossTermDeclaration("box", weight: 5, "squared errors of x, y, √w, √h of the responsible predictors (λ_coord)"),
    LossTermDeclaration("objectness", "squared errors of their confidence, whose target is the IoU of box and object"),
    LossTermDeclaration("no_object", weight: 0.5, "squared confidence of all other predictors (λ_noobj)"),
    LossTermDeclaration("classification", "squared errors of the classes of the cells with an object"),
  ]
  let ownParameters =
    [
      YOLOGridParameters.imageSize,
      Parameter("predictors", .integer(.from(1)), default: 2, "P: predictors of a cell."),
      Parameter(
        "size_encoding", .choice(YOLOv1Loss<Double>.SizeEncoding.allCases.map(\.rawValue)), default: "size",
        "What w and h are: \"size\", of which the loss takes the root (eq. 3; of a negative one −√−w); or \"root\", the root "
          + "itself (the paper's words, the authors' code)."),
    ] + YOLONormalization.parameters(default: "paper")
  let example = #"""
    {"predictions": [[[0.2, 0.3, 0.4, 0.5, 0.6, 0.1, 0.9, 0.2, 0.2, 0.3, 0.7, 0.2],
                      [0.5, 0.5, 0.3, 0.4, 0.1, 0.4, 0.6, 0.2, 0.3, 0.2, 0.4, 0.5]]],
     "image_size": [100, 200], "target_boxes": [[10, 20, 60, 80]], "target_labels": [0],
     "gradients": true, "details": true}
    """#
  let matchings = [MatchingDeclaration(of: "predictor_indices")]

  func loss<S: Scalar>(_ arguments: Arguments, gradients: Bool, as scalar: S.Type) throws -> CompositeLoss<S> {
    let heads = try HeadBatch(arguments, ["predictions"], imageRank: 3)
    guard heads.imageCount > 0 else { return try lossOfNoImages(arguments) }
    let predictions: Tensor<S> = try heads.tensor("predictions")
    let predictors = arguments.integer("predictors")
    guard predictions.shape[3] / 5 >= predictors else {
      throw Problem(
        .shapeMismatch, at: "/predictions",
        "a cell has \(counted(predictions.shape[3], "number")), but \(counted(predictors, "predictor")) alone take "
          + "\(predictors) · 5")
    }
    let loss = YOLOv1Loss<S>(
      predictors: predictors, sizeEncoding: arguments.choice("size_encoding"),
      normalization: try YOLONormalization.normalization(arguments, imageCount: heads.imageCount),
      weights: YOLOWeights(arguments))
    return try loss.evaluate(
      predictions, image: arguments.optionalSize("image_size") ?? ImageSize(height: 1, width: 1),
      truth: GroundTruthInputs.read(
        arguments, imageCount: heads.imageCount, classes: 0..<predictions.shape[3] - 5 * predictors),
      gradients: gradients, deadline: arguments.limits.deadline)
  }
}
