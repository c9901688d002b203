import DetectionCore
import Testing

@testable import Operations

/// What the core finds wrong, in words.
@Suite struct DetectionProblemTests {
  private static let shapes: [(ShapeRule, String)] = [
    (.toFit(.boxes, Shape(boxes: 2)), "(2, 4) to fit boxes"),
    (.toFit(.targetBoxes, Shape(vector: 1)), "(1,) to fit target_boxes"),
    (.like(.predictions, Shape(vector: 2)), "(2,) like predictions"),
    (.columns(4), "(N, 4)"),
    (.classesOf(.anchors, rows: 4), "(4, K) to fit anchors"),
    (.classesOfAnchors(images: 1, anchors: 4), "(1, 4, K), one row an anchor"),
    (.columnsOfAnchors(images: 1, anchors: 4, columns: 1), "(1, 4, 1), one row an anchor"),
    (.classesOfProposals(4), "(4, K), one row a proposal"),
    (.offsetsOfProposals(4, widths: [12, 4]), "(4, 12 or 4), four offsets for each class or for all"),
    (.withBackground, "(B, A, K) with K ≥ 1, background included"),
    (.queriesAndClasses, "(Q, K)"),
    (.rowsAndClasses, "(N, K)"),
    (.boxesOfScores(rows: 2, classes: 3), "(2, 4), or (2, 3, 4), to fit scores"),
    (.boxOfEachRow(2), "(2, 4), to fit scores"),
    (.numberPerClass(3), "(3,), one number a class"),
    (.weightPerClass(3), "(3,), one a class"),
    (.countPerBin(4), "(4,), one a bin"),
    (.cells(boxesPerCell: 2), "(S, S, 2·5 + C)"),
    (.cellsOfImages(1, boxesPerCell: 2), "(1, H, W, 5·2 + K)"),
    (.anchorsOfCells(images: 1, rows: 40), "(1, 40, 5 + K), one row an anchor of a cell"),
    (.distributions(images: 1, points: 20, bins: 4, channelsFirst: true), "(1, 4·4 + K, 20)"),
    (.distributions(images: 1, points: 20, bins: 5, channelsFirst: false), "(1, 20, 4·5 + K)"),
    (.classesOnSecondAxis, "(N, C, …) with C ≥ 1"),
    (.bins, "(…, n + 1) with n ≥ 1"),
    (.elementsOf(.logits, Shape(boxes: 2), Shape(vector: 2)), "(2,) to fit logits (2, 4)"),
  ]

  private static let numbers: [(NumberRule, String)] = [
    (.target, "a target in [0, 1]"),
    (.probability, "a probability in [0, 1]"),
    (.score, "a score in [0, 1]"),
    (.objectness, "an objectness in [0, 1]"),
    (.targetOfBins(last: 2), "a target in [0, 2]"),
    (.classIndex(0..<3), "a class index from 0 to 2"),
    (.classIndex(0..<3, ignored: -100), "a class index from 0 to 2 or ignore_index -100"),
    (.foregroundClass(0..<3, background: 1), "a class index from 0 to 2 that is not background_class, 1"),
    (.objectClass(1..<4), "a class index from 1 to 3"),
    (.objectClass(0..<0), "no object, as there is none to choose from"),
    (.objectImage(0..<2), "an image index from 0 to 1"),
    (.objectImage(0..<0), "no object, as there is none to choose from"),
    (.proposalImage(0..<1), "an image index from 0 to 0"),
    (.proposalImage(0..<0), "no proposal, as there is no image"),
    (.classOf(.iouThreshold, count: 2), "a class from 0 to 1, as iou_threshold has 2 numbers"),
    (.classInLastColumn, "a class index in the last column: rows are x1, y1, x2, y2, score, class"),
    (.model(count: 2), "a model from 0 to 1, as weights tells 2"),
    (.positiveSize, "a positive size"),
    (.sizeToFit, "a size > 0"),
    (.boxToFit, "a box of sides > 0"),
    (.positiveBox, "a box of positive width and height"),
    (.weight, "a weight ≥ 0"),
    (.count, "a count ≥ 0"),
    (.weighingScore, "a score ≥ 0, as boxes are weighted by it"),
    (.scoreOfMethod("matrix"), "a score ≥ 0, as the method matrix weighs by it"),
    (.distances, "distances of a box that is not inside out, left + right and top + bottom ≥ 0"),
    (.centerInImage(.y, size: 100), "an object whose centre lies in the image, its y from 0 to 100.0"),
    (.centerInCell(from: 3), "a centre inside its cell, from 3.0 to 4.0"),
  ]

  private static let conflicts: [(InputRole, Conflict, String)] = [
    (.targetBoxes, .formats, "all boxes of a request share one format"),
    (.clusters, .noCluster, "there is one anchor at least"),
    (.clusters, .clusters(3, differentSizes: 2), "3 anchors want as many different sizes; there are 2"),
    (
      .classLogits, .rowsOfHead(3, channels: 1, wanted: 2, wantedChannels: nil, like: .anchors),
      "class_logits has 3 rows of 1, wanted are 2 rows to fit anchors"
    ),
    (
      .boxDeltas, .rowsOfHead(1, channels: 4, wanted: 2, wantedChannels: 4, like: .anchors),
      "box_deltas has 1 rows of 4, wanted are 2 rows of 4 to fit anchors"
    ),
    (
      .boxDeltas, .offsetsOfHead(1, channels: 5, proposals: 2, classes: 3),
      "box_deltas has 1 rows of 5, wanted are 2 of 4, or 4 for each of 3 classes, or for each but the background"
    ),
    (.classLogits, .levels, "the levels of class_logits hold other rows than those of the anchors"),
    (.featureSizes, .rowsOfLevels(limit: 2), "the levels hold more rows than the 2 there are"),
    (.predictions, .rowsBesideLevels(2), "predictions have 2 rows, which is not what the levels hold"),
    (.levelSizes, .levelSizes(anchors: 4), "its numbers must add up to the 4 anchors"),
    (
      .predictions, .channelsOfBoxAndObjectness(3),
      "predictions have 3 channels, but a box and its objectness alone take 5"
    ),
    (.predictions, .channelsOfBox(3, bins: nil), "predictions have 3 channels, but boxes alone take 4"),
    (.predictions, .channelsOfBox(3, bins: 16), "predictions have 3 channels, but boxes alone take 4 · 16"),
    (.backgroundClass, .background(3, classes: 3), "background_class is 3, but class_logits has 3 classes"),
    (.iouThreshold, .noLabels, "iou_threshold is one number per class, but there are no labels"),
    (.iouThreshold, .oneClass, "iou_threshold is one number per class, but class_agnostic makes all one class"),
    (.momentum, .momentumOrBins, "momentum lies in [0, 1), and there is one bin at least"),
    (.negativeThreshold, .thresholdOrder, "it must not be greater than positive_threshold"),
    (
      .targetImageIndices, .imagesNotSaid(2),
      "there are 2 images: target_image_indices must say which one each object is in"
    ),
    (.weights, .noWeight, "weights must hold a number a model"),
    (.suppression, .rotatedSuppression, "rotated boxes are suppressed by the method hard and the metric iou"),
  ]

  @Test func rules_AreSaidInWords() {
    for (rule, words) in Self.shapes { #expect(rule.words == words) }
    for (rule, words) in Self.numbers { #expect(rule.words == words) }
    for (role, conflict, words) in Self.conflicts { #expect(conflict.words(role.fieldName) == words) }
  }

  /// Every role is a field of some operation, and no two are the same.
  @Test func roles_AreFields() {
    let names = InputRole.allCases.map(\.fieldName)
    #expect(Set(names).count == names.count)
    let text = Registry.all.map { $0.declaration }
    for name in names {
      let isField = text.contains { declaration in
        declaration.inputs.contains { $0.name == name } || declaration.parameters.contains { $0.name == name }
      }
      #expect(isField, "\(name)")
    }
  }
}
