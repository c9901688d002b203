import DetectionCore

/// Masks: a text for each detection.
struct MaskOutputs: FieldGroup {
  let masks = Output.words(
    "masks", "(n,)",
    "The mask of each detection in its picture: runs down the columns in pycocotools' letters, the counts of COCO's "
      + "compressed RLE.")
  let sizes = Output.indices("mask_sizes", "(n, 2)", "Height and width of each mask: the size of COCO's RLE.")

  func set(_ found: [RunLengthMask], in answer: inout Answer) {
    answer.set(masks, found.map(\.compressed))
    let sizes = found.flatMap { [$0.height, $0.width] }
    answer.set(self.sizes, Shape([found.count, 2]).flatMap { Tensor(shape: $0, elements: sizes) } ?? Tensor(sizes))
  }
}
