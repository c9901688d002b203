import DetectionCore
import Evaluation

/// A mask as COCO has it.
struct SegmentationOutputs: FieldGroup {
  let size = Output.indices("size", "(2,)", "Height and width.")
  let counts = Output.words("counts", "()", "Runs down the columns, in pycocotools' letters.")

  func set(_ mask: RunLengthMask, in answer: inout Answer) {
    answer.set(size, [mask.height, mask.width])
    answer.set(counts, mask.compressed)
  }
}
