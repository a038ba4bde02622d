using System.Runtime.InteropServices;

namespace BnFold.Runtime;

/// <summary>Reads what a session declares about its inputs and outputs.</summary>
internal static unsafe class OrtValueReader
{
    public static OrtValueInfo[] Inputs(OrtHandle session)
    {
        var api = OrtLibrary.Api;
        return ReadAll(session, api.SessionGetInputCount, api.SessionGetInputName, api.SessionGetInputTypeInfo);
    }

    public static OrtValueInfo[] Outputs(OrtHandle session)
    {
        var api = OrtLibrary.Api;
        return ReadAll(session, api.SessionGetOutputCount, api.SessionGetOutputName, api.SessionGetOutputTypeInfo);
    }

    private static OrtValueInfo[] ReadAll(
        OrtHandle session,
        delegate* unmanaged<nint, nuint*, nint> getCount,
        delegate* unmanaged<nint, nuint, nint, byte**, nint> getName,
        delegate* unmanaged<nint, nuint, nint*, nint> getType)
    {
        var api = OrtLibrary.Api;
        nuint count;
        api.Check(getCount(session.Pointer, &count));
        var values = new OrtValueInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            byte* text;
            api.Check(getName(session.Pointer, i, OrtLibrary.Allocator, &text));
            var name = api.TakeText(text, OrtLibrary.Allocator);
            nint pointer;
            api.Check(getType(session.Pointer, i, &pointer));
            using var type = new OrtHandle(pointer, api.ReleaseTypeInfo);
            values[i] = Describe(name, type);
        }

        GC.KeepAlive(session);
        return values;
    }

    private static OrtValueInfo Describe(string name, OrtHandle type)
    {
        var api = OrtLibrary.Api;
        int kind;
        api.Check(api.GetOnnxTypeFromTypeInfo(type.Pointer, &kind));
        nint tensor; // borrowed from the type
        api.Check(api.CastTypeInfoToTensorInfo(type.Pointer, &tensor));
        if (tensor == 0) return new(name, (OrtValueKind)kind, 0, []);

        int elementType;
        api.Check(api.GetTensorElementType(tensor, &elementType));
        return new(name, (OrtValueKind)kind, OrtElementType.FromNative(elementType), Dims(api, tensor));
    }

    private static OrtDim[] Dims(OrtApi api, nint tensor)
    {
        nuint rank;
        api.Check(api.GetDimensionsCount(tensor, &rank));
        var sizes = new long[rank];
        var symbols = new nint[rank];
        fixed (long* size = sizes)
            api.Check(api.GetDimensions(tensor, size, rank));
        fixed (nint* symbol = symbols)
            api.Check(api.GetSymbolicDimensions(tensor, (byte**)symbol, rank));
        var dims = new OrtDim[rank];
        for (var axis = 0; axis < dims.Length; axis++)
            dims[axis] = new(sizes[axis], Marshal.PtrToStringUTF8(symbols[axis]) is { Length: > 0 } name ? name : null);
        return dims;
    }
}
