/// An axis of an image.
public enum ImageAxis: Sendable {
  case x
  case y
}
