using Npgsql;

namespace ScoringFairness.Service.Host.Uploads;

/// <summary>
/// Rows of an upload on their way, as the database will get them: few in memory, many on the disk. What lies on the disk has no
/// name there from the first byte on, so that it ends with the process; texts in it are sealed as they will be in the database.
/// </summary>
/// <param name="folder">Where they lie; null: in the system's folder for temporary files.</param>
/// <param name="count">Told of bytes that are about to be kept, and, as a negative number, of those that no longer are; it may refuse.</param>
internal sealed class KeptRows(string? folder, Action<long> count) : IAsyncDisposable
{
    private const int ReadAtOnce = 256 * 1024;
    private byte[]? _first;
    private FileStream? _file;
    private long _counted;

    /// <summary>Takes further bytes.</summary>
    /// <exception cref="KeptRowsException">The disk does not take them.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _counted += bytes.Length;
        count(bytes.Length);
        if (_first is null)
        {
            _first = bytes.ToArray();
            return;
        }
        try
        {
            if (_file is null)
            {
                _file = Open();
                await _file.WriteAsync(_first, cancellation);
            }
            await _file.WriteAsync(bytes, cancellation);
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            throw new KeptRowsException($"The upload cannot be kept until it is stored: {disk.Message}", disk);
        }
    }

    /// <summary>Copies all into a table.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement: <c>copy … from stdin (format binary)</c>.</param>
    /// <param name="cancellation">Ends it; nothing is copied then.</param>
    public async Task CopyAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellation);
        try
        {
            if (_file is null)
            {
                await copy.WriteAsync(_first ?? throw new InvalidOperationException("There is nothing to copy."), cancellation);
            }
            else
            {
                _file.Position = 0;
                await _file.CopyToAsync(copy, ReadAtOnce, cancellation);
            }
        }
        catch
        {
            await EndAsync(copy);
            throw;
        }
        await copy.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        count(-_counted);
        _counted = 0;
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private static async Task EndAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
            await copy.DisposeAsync();
        }
        catch (Exception ended) when (ended is ObjectDisposedException or NpgsqlException)
        {
            // A COPY that was called off half-way has ended already, and left nothing.
        }
    }

    private FileStream Open()
    {
        var path = Path.Combine(folder ?? Path.GetTempPath(), $"upload-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
        return file;
    }
}

/// <summary>The disk does not take what comes in.</summary>
internal sealed class KeptRowsException(string message, Exception inner) : Exception(message, inner);
