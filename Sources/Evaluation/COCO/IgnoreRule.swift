import DetectionCore

/// Which marks leave an object out.
enum IgnoreRule: Sendable {
  /// COCO: crowds are ignored; `ignore` has no effect, as pycocotools overwrites it by `iscrowd`.
  case crowd
  /// COCO with `ignore` taken into account.
  case crowdAndIgnore
  /// LVIS: `ignore` counts, there are no crowds.
  case ignore

  func isCrowd(_ objects: ObjectRecords, _ row: Int) -> Bool {
    self != .ignore && (objects.crowd?[row] ?? 0) != 0
  }

  func isIgnored(_ objects: ObjectRecords, _ row: Int) -> Bool {
    isCrowd(objects, row) || self != .crowd && (objects.ignore?[row] ?? 0) != 0
  }
}
