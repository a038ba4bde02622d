using BnFold.Runtime;

namespace BnFold.Verification;

/// <summary>Libraries of custom operators, looked at before any model is run.</summary>
internal static class CustomOperators
{
    /// <exception cref="OnnxFormatException">A library is not there, or is none of custom operators.</exception>
    /// <exception cref="OnnxRuntimeNotFoundException">There is no ONNX Runtime.</exception>
    public static void Check(IReadOnlyList<string> libraries)
    {
        foreach (var library in libraries)
        {
            if (!File.Exists(library)) throw new OnnxFormatException(library, null, "there is no such library of custom operators");
            try
            {
                OrtSessionSettings.Create(new() { CustomOpLibraries = [library] }).Dispose();
            }
            catch (OrtException exception)
            {
                var problem = $"ONNX Runtime can't load it as a library of custom operators: {exception.Message}";
                throw new OnnxFormatException(library, null, problem, exception);
            }
        }
    }
}
