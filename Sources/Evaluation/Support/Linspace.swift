/// Evenly spaced numbers as numpy makes them.
public enum Linspace {
  /// start + i · ((end − start) / (count − 1)), the last one exactly `end`.
  ///
  /// In doubles this is not the same as i · 0.05 or i / 100: of COCO's thresholds number 8 is 0.8999999999999999, of its
  /// recall points 35, 41, 47, 57, 69, 70, 82, 83, 94 and 95 are not k/100.
  public static func values(from start: Double, through end: Double, count: Int) -> [Double] {
    let step = (end - start) / Double(count - 1)
    return (0..<count).map { $0 == count - 1 ? end : start + Double($0) * step }
  }
}
