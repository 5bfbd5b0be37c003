using System.Diagnostics;

namespace ScoringFairness.Service.Tests.Clients;

/// <summary>Where clients are generated, built and run: copies of <c>tests/clients</c> that lie outside the sources.</summary>
internal static class Workshop
{
    private static string Root { get; } = Path.Combine(Checkout.Folder, ".local", "clients");

    /// <summary>A folder with the files of <c>tests/clients/name</c> and the service's description as <c>api.json</c>.</summary>
    public static async Task<string> OpenAsync(string name, HttpClient http)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        var source = Path.Combine(Checkout.Folder, "tests", "clients");
        foreach (var file in Directory.EnumerateFiles(source).Concat(Directory.EnumerateFiles(Path.Combine(source, name))))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
        File.Copy(Path.Combine(source, ".config", "dotnet-tools.json"), Path.Combine(folder, "dotnet-tools.json"), overwrite: true);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "api.json"), await http.GetStringAsync("/swagger/v1/swagger.json", Cancellation), Cancellation);
        return folder;
    }

    /// <summary>Fetches what a client needs; the test skips where it cannot be had.</summary>
    public static async Task FetchAsync(string folder, string program, params string[] arguments)
    {
        try
        {
            var (code, output) = await RunAsync(folder, program, arguments);
            Assert.SkipUnless(code == 0, $"{program} {string.Join(' ', arguments)}: {output}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"There is no {program} here.");
        }
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> MustAsync(string folder, string program, params string[] arguments)
    {
        var (code, output) = await RunAsync(folder, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {code}\n{output}");
        return output;
    }

    /// <summary>Builds a program of the folder and runs it.</summary>
    public static async Task<string> BuildAndRunAsync(string folder, string address)
    {
        await MustAsync(
            folder, "dotnet", "build", "-c", "Release", "--no-restore", "-v", "q", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        return await MustAsync(folder, "dotnet", "run", "-c", "Release", "--no-build", "--", address);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<(int Code, string Output)> RunAsync(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program.Contains('/') ? Path.Combine(folder, program) : program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KIOTA_OFFLINE_ENABLED"] = "true", ["KIOTA_TUTORIAL_ENABLED"] = "false", ["DOTNET_NOLOGO"] = "1" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, output + await errors);
    }
}
