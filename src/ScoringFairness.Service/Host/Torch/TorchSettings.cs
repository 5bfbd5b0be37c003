using ScoringFairness.Scoring.Bert.Devices;
using ScoringFairness.Service.Host.Settings;

namespace ScoringFairness.Service.Host.Torch;

/// <summary>What BERT is trained on (section <c>Torch</c>).</summary>
internal sealed class TorchSettings : ISettings
{
    public static string Section => "Torch";

    /// <summary><c>cpu</c>, <c>cuda</c> (the first GPU), or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>What matrix products are computed in; unless set, float32 on the processor and bfloat16 on a GPU.</summary>
    public TorchPrecision? Precision { get; init; }

    /// <summary>The folder with the libraries of an installed PyTorch; null: those that lie beside the program.</summary>
    public string? LibraryFolder { get; init; }

    /// <summary>The device that the settings name.</summary>
    /// <exception cref="SettingException">There is no such device.</exception>
    public TorchDevice Named()
    {
        try
        {
            return TorchDevice.Parse(Device, Precision);
        }
        catch (FormatException exception)
        {
            throw new SettingException($"Torch__Device: {exception.Message}.");
        }
    }

    /// <summary>Loads what the settings name, and makes sure that the device can be computed on.</summary>
    /// <exception cref="SettingException">It cannot.</exception>
    public TorchDevice Ready()
    {
        var device = Named();
        try
        {
            if (LibraryFolder is { Length: > 0 } folder)
            {
                TorchLibraries.Load(folder);
            }
            else if (!TorchLibraries.AreBesideTheProgram)
            {
                throw new DeviceException(
                    "this build has no libtorch: name the folder with the libraries of an installed PyTorch, "
                    + "as …/site-packages/torch/lib");
            }
        }
        catch (DeviceException exception)
        {
            throw new SettingException($"Torch__LibraryFolder: {exception.Message}.");
        }
        try
        {
            TorchLibraries.Check(device);
            return device;
        }
        catch (DeviceException exception)
        {
            throw new SettingException(device.IsGpu
                ? $"Torch__Device is '{Device}': {exception.Message}. Torch__Device=cpu trains on the processor."
                : $"BERT cannot be trained here: {exception.Message}. A process without a worker (serve --no-worker) needs no libtorch.");
        }
    }
}
