/// Where FCOS's points are in their cells, and in which unit their distances are.
struct PointFields: FieldGroup {
  let centerOffset = Field.number(
    "center_offset", .any, default: 0,
    "Where in its cell a centre is, in strides: 0 (torchvision), 0.5 (the paper, detectron2).")
  let isNormalized = Field.flag(
    "normalized_deltas", default: true, "box_deltas are in strides (torchvision), or else in pixels (the paper).")
}
