using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ScoringFairness.Service.Tests.Host;

/// <summary>A program that cannot start says in one line why, and ends with another status than 0.</summary>
public sealed class StartFailureTests
{
    private const string Nobody = "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing";

    [Theory]
    [InlineData("serve", null, "ConnectionStrings__Database")]
    [InlineData("migrate", "nonsense=1", "ConnectionStrings__Database")]
    [InlineData("work", Nobody, "127.0.0.1:1")]
    public async Task A_setting_that_is_wrong_is_named(string arguments, string? database, string named)
    {
        var (status, _, error) = await ServiceProcess.RunAsync(arguments, database);
        Assert.Equal(1, status);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_database_that_is_not_there_a_port_that_is_taken_and_a_number_out_of_range_are_named()
    {
        await using var database = await TestDatabase.CreateAsync();
        var missing = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "not_there" }.ConnectionString;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        (string Arguments, string Database, string Named)[] starts =
        [
            ("migrate", missing, "not_there"),
            ($"serve --no-worker --urls http://{taken.LocalEndpoint}", database.ConnectionString, "PORT"),
            ("work --threads 0", database.ConnectionString, "ThreadsPerFit"),
            ("serve --no-worker --urls http://0.0.0.0:0", database.ConnectionString, "Access__OpenBeyondLoopback"),
        ];
        foreach (var start in starts)
        {
            var (status, output, error) = await ServiceProcess.RunAsync(start.Arguments, start.Database);
            Assert.Equal(1, status);
            Assert.Contains(start.Named, error, StringComparison.Ordinal);
            Assert.Single(error.TrimEnd().Split('\n'));
            Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("serve --urls foo", "", "", "URLS (or --urls) is 'foo'; set addresses such as http://127.0.0.1:8080, separated by semicolons.")]
    [InlineData("serve", "URLS", "http://127.0.0.1:80;ftp://127.0.0.1", "URLS (or --urls) is 'http://127.0.0.1:80;ftp://127.0.0.1'; set addresses")]
    [InlineData("serve", "URLS", "http://127.0.0.1:70000", "URLS (or --urls) is 'http://127.0.0.1:70000'; set addresses")]
    [InlineData("serve", "PORT", "99999", "PORT is '99999'; set a whole number, 0 to 65535.")]
    [InlineData("serve", "PORT", "eighty", "PORT is 'eighty'; set a whole number, 0 to 65535.")]
    [InlineData("demo --once", "PORT", "-1", "PORT is '-1'; set a whole number, 0 to 65535.")]
    [InlineData("work", "Worker__HealthUrls", "foo", "Worker__HealthUrls is 'foo'; set addresses such as http://127.0.0.1:8080, separated by semicolons.")]
    [InlineData("work --health 8081", "", "", "Worker:HealthUrls is '8081'; set addresses")]
    [InlineData("serve", "Logging__Console__FormatterOptions__TimestampFormat", "%", "TimestampFormat is '%'; set a format of .NET's for times")]
    [InlineData("serve", "Logging__LogLevel__Default", "Loud", "Logging__LogLevel__Default is 'Loud'; set Trace, Debug, ")]
    public async Task An_address_a_port_or_a_form_that_cannot_be_is_told_in_a_sentence(string arguments, string setting, string value, string told)
    {
        (string, string)[] settings = setting.Length == 0 ? [] : [(setting, value)];
        var (status, output, error) = await ServiceProcess.RunAsync(arguments, Nobody, settings);
        Assert.Equal((1, ""), (status, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("{ \"Worker\": { \"ParallelFits\": 2, } ", "appsettings.json")]
    [InlineData("{ \"Worker\": { }, \"worker\": { \"Enabled\": true }, \"Worker:Enabled\": false }", "appsettings.json")]
    public async Task A_file_of_settings_that_cannot_be_read_is_told_with_the_place(string text, string file)
    {
        using var folder = TemporaryFolder.CopyOf(Path.GetDirectoryName(ServiceProcess.Program)!);
        await File.WriteAllTextAsync(folder.File(file), text, TestContext.Current.CancellationToken);
        var (status, output, error) = await ServiceProcess.RunAsync(folder.File(Path.GetFileName(ServiceProcess.Program)), "serve --no-worker", Nobody);
        Assert.Equal((1, ""), (status, output));
        Assert.Contains(folder.File(file), error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("serve", "Torch__Device", "cuda", "Torch__Device is 'cuda'")]
    [InlineData("work", "Torch__Device", "cuda:1", "-p:LibTorch=cuda")]
    [InlineData("work", "Torch__LibraryFolder", "/nowhere/torch/lib", "Torch__LibraryFolder: there is no libc10.so in '/nowhere/torch/lib'")]
    [InlineData("bench parity .", "Torch__Device", "gpu", "Torch__Device: 'gpu'")]
    public async Task A_device_that_cannot_be_computed_on_ends_the_start_before_anything_else(string verb, string setting, string value, string named)
    {
        var (status, _, error) = await ServiceProcess.RunAsync(verb, Nobody, (setting, value));
        Assert.Equal(1, status);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_libtorch_that_the_system_cannot_load_ends_the_start_with_the_systems_own_words()
    {
        const string Libraries = "runtimes/linux-x64/native", Broken = "libLibTorchSharp.so";
        var installed = Path.GetDirectoryName(ServiceProcess.Program)!;
        using var folder = TemporaryFolder.CopyOf(installed);
        Directory.CreateDirectory(folder.File(Libraries));
        foreach (var library in Directory.EnumerateFiles(Path.Combine(installed, Libraries)))
        {
            File.CreateSymbolicLink(folder.File(Path.Combine(Libraries, Path.GetFileName(library))), library);
        }
        File.Delete(folder.File($"{Libraries}/{Broken}"));
        await File.WriteAllTextAsync(folder.File($"{Libraries}/{Broken}"), "no library", TestContext.Current.CancellationToken);
        var (status, output, error) = await ServiceProcess.RunAsync(folder.File(Path.GetFileName(ServiceProcess.Program)), "work", Nobody);
        Assert.Equal((1, ""), (status, output));
        Assert.Contains($"{Broken}: file too short", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_service_without_a_worker_trains_nothing_and_needs_no_device()
    {
        var (status, _, error) = await ServiceProcess.RunAsync("serve --no-worker", Nobody, ("Torch__Device", "cuda"));
        Assert.Equal(1, status);
        Assert.Contains("127.0.0.1:1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_refused()
    {
        var (status, _, error) = await ServiceProcess.RunAsync("wrong", null);
        Assert.NotEqual(0, status);
        Assert.Contains("'wrong'", error, StringComparison.Ordinal);
    }
}
