import Testing

@testable import focald

@Suite struct ControlGroupTests {
  private func folders(_ membership: String) -> [String] { ControlGroup(membership: membership).folders }

  @Test func folders_LeadFromTheGroupToTheRoot() {
    #expect(
      folders("0::/system.slice/focald.service\n") == [
        "/sys/fs/cgroup/system.slice/focald.service/", "/sys/fs/cgroup/system.slice/", "/sys/fs/cgroup/",
      ])
  }

  // A container's own group is the root of what it sees; v1 has other lines.
  @Test func folders_AreTheRootElsewhere() {
    for membership in ["0::/\n", "0::/../other\n", "", "12:memory:/a\n", "1:name=systemd:/x\n0::/\n"] {
      #expect(folders(membership) == ["/sys/fs/cgroup/"])
    }
  }
}
