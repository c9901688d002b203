/// |found − wanted| / |wanted|; where an exact 0 is wanted, nothing else will do.
func relativeError(_ found: Double, _ wanted: Double) -> Double {
  found == wanted ? 0 : wanted == 0 ? .infinity : abs(found - wanted) / abs(wanted)
}
