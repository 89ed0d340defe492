namespace Palestra.Storage.Tests;

public sealed class FolderTests
{
    [Fact]
    public void The_daemon_file_is_private_replaced_whole_and_removed_by_its_owner_only()
    {
        using var run = new TempRun();
        var file = new DaemonFile
        {
            Pid = 42,
            HttpAddress = "http://127.0.0.1:7380",
            GrpcAddress = "http://127.0.0.1:50055",
            Token = "secret",
            StartedUs = 5,
            Version = "0.1.0",
        };
        Assert.Null(DaemonFile.TryRead(run.Root));
        file.Write(run.Root);
        (file with { Pid = 43 }).Write(run.Root);
        Assert.Equal(file with { Pid = 43 }, DaemonFile.TryRead(run.Root));
        Assert.Contains("\"http_address\"", File.ReadAllText(run.Root.DaemonFile), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(run.Root.DaemonFile));
        }

        DaemonFile.Delete(run.Root, 42);
        Assert.NotNull(DaemonFile.TryRead(run.Root));
        DaemonFile.Delete(run.Root, 43);
        Assert.False(File.Exists(run.Root.DaemonFile));
        File.WriteAllText(run.Root.DaemonFile, "{ not json");
        Assert.Null(DaemonFile.TryRead(run.Root));
    }

    [Fact]
    public void A_second_daemon_gets_a_sentence_with_the_pid_of_the_first()
    {
        using var run = new TempRun();
        using (var first = DataRootLock.TryAcquire(run.Root, out var none))
        {
            Assert.NotNull(first);
            Assert.Null(none);
            Assert.Null(DataRootLock.TryAcquire(run.Root, out var error));
            Assert.Contains($"pid {Environment.ProcessId}", error!, StringComparison.Ordinal);
        }

        using var second = DataRootLock.TryAcquire(run.Root, out _);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_gets_a_sentence()
    {
        using var run = new TempRun();
        var occupied = Path.Combine(run.Root.Path, "file");
        File.WriteAllText(occupied, "");
        Assert.Null(DataRootLock.TryAcquire(new DataRoot(occupied), out var error));
        Assert.Contains(occupied, error!, StringComparison.Ordinal);
    }
}
