/// The detections of one class, area range and chunk of thresholds as far as they move its curve, best score first: what a
/// sample of images walks, a small part of all detections.
///
/// A detection that is ignored at every threshold moves nothing, nor does one behind the last true one. Most of the others
/// are false at every threshold: of them the image alone is kept.
struct MatchList: Sendable {
  /// The image of each detection that is false at every threshold.
  private(set) var falseImages: [Int32] = []
  /// The image of each other detection.
  private(set) var images: [Int32] = []
  /// Thresholds at which it is true.
  private(set) var truths: [UInt16] = []
  /// Thresholds at which it is false.
  private(set) var falses: [UInt16] = []
  /// The smallest budget that it is within, as a place among the budgets.
  private(set) var budgets: [UInt8] = []
  /// How many of `falseImages` come before it.
  private(set) var falseEnds: [Int32] = []

  init(_ matches: Matches, of number: Int, chunk: Int, range: Int, budgets limits: [Int]) {
    let plane = matches.flags.plane(chunk, range)
    let all = matches.flags.all(chunk)
    for place in matches.order.classes[number] {
      let (matched, ignored) = (matches.flags.matched[plane + place], matches.flags.ignored[plane + place])
      let (truth, isFalse) = (matched & ~ignored, ~(matched | ignored) & all)
      if isFalse == all {
        falseImages.append(matches.images[place])
      } else if truth | isFalse != 0 {
        images.append(matches.images[place])
        truths.append(truth)
        falses.append(isFalse)
        let rank = Int(matches.order.ranks[place])
        budgets.append(UInt8(clamping: limits.firstIndex { rank < $0 } ?? limits.count - 1))
        falseEnds.append(Int32(truncatingIfNeeded: falseImages.count))
      }
    }
    let kept = (truths.lastIndex { $0 != 0 } ?? -1) + 1
    images.removeLast(images.count - kept)
    truths.removeLast(truths.count - kept)
    falses.removeLast(falses.count - kept)
    budgets.removeLast(budgets.count - kept)
    falseEnds.removeLast(falseEnds.count - kept)
    falseImages.removeLast(falseImages.count - Int(falseEnds.last ?? 0))
  }
}
