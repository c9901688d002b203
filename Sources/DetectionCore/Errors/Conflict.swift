/// Why parameters or inputs do not go together.
public enum Conflict: Equatable, Sendable {
  /// Boxes are in another format than the others.
  case formats
  /// No cluster is asked for.
  case noCluster
  /// More clusters are asked for than there are different sizes.
  case clusters(Int, differentSizes: Int)
  /// A head has other rows, or channels, than another input asks for.
  case rowsOfHead(Int, channels: Int, wanted: Int, wantedChannels: Int?, like: InputRole)
  /// A head has other rows than proposals, or other channels than four, or four per class.
  case offsetsOfHead(Int, channels: Int, proposals: Int, classes: Int)
  /// The levels of a head are not those of the anchors.
  case levels
  /// The levels hold more rows than there are.
  case rowsOfLevels(limit: Int)
  /// A head has another number of rows than its levels hold.
  case rowsBesideLevels(Int)
  /// Numbers per level do not add up to the anchors.
  case levelSizes(anchors: Int)
  /// A row has fewer channels than a box and its objectness.
  case channelsOfBoxAndObjectness(Int)
  /// A row has fewer channels than a box, whose sides are distributions over so many bins, or numbers.
  case channelsOfBox(Int, bins: Int?)
  /// There is no angle behind the classes.
  case noAngle
  /// There are fewer channels than classes.
  case channelsOfClasses(Int, classes: Int)
  /// The background class is none of the classes.
  case background(Int, classes: Int)
  /// There is one number per class, but there are no labels.
  case noLabels
  /// There is one number per class, but all are one class.
  case oneClass
  /// The momentum is outside [0, 1), or there is no bin.
  case momentumOrBins
  /// One threshold is greater than another.
  case thresholdOrder
  /// There are several images, and nothing says which one an object is in.
  case imagesNotSaid(Int)
  /// Boxes and objects are so far apart that no number holds the cost of pairing them.
  case costs
  /// There is no weight.
  case noWeight
  /// Rotated boxes are suppressed in one way only.
  case rotatedSuppression
}
