#!/usr/bin/env python3
"""Speaks a sentence into a WAV file and hears it back, through the speech service: client.py [FILE.wav]"""

import base64
import json
import os
import socket
import subprocess
import sys
import wave

SENTENCE = "The wind came first, cold and steady."


class Service:
    def __init__(self):
        place = json.loads(subprocess.check_output(["aloud", "daemon", "start", "--json"]))
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(place["address"])
        self.stream = self.socket.makefile("rb")
        self.last_id = 0
        with open(place["tokenFile"], encoding="utf-8") as file:
            token = file.read().strip()
        version = {"major": 1, "minor": 0}
        client = {"name": "example", "version": "0.1.0"}
        self.ask("connectionOpen", token=token, protocolVersion=version, client=client)

    def ask(self, name, told=lambda notification: None, **params):
        """Returns the result of a request; notifications that come before it are given to `told`."""
        self.last_id += 1
        request = {"jsonrpc": "2.0", "id": self.last_id, "method": f"speech/{name}", "params": params}
        body = json.dumps(request).encode()
        self.socket.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        while (message := self.receive()).get("id") != self.last_id:
            told(message)
        if "error" in message:
            raise RuntimeError(message["error"]["message"])
        return message["result"]

    def receive(self):
        length = 0
        while (line := self.stream.readline()) != b"\r\n":
            if not line:
                raise ConnectionError("The speech service has closed the connection.")
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.stream.read(length))


service = Service()
status = service.ask("daemonStatus")
print(f'aloud {status["version"]}, process {status["pid"]}')

path = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "spoken.wav")
told = []
spoken = service.ask("synthesize", told.append, stream="s1", text=SENTENCE, voice="af_heart")
pieces = [message["params"]["pcm"] for message in told if message["method"] == "speech/synthesisAudio"]
with wave.open(path, "wb") as file:
    file.setparams((1, 2, spoken["sampleRateHz"], 0, "NONE", ""))
    file.writeframes(b"".join(map(base64.b64decode, pieces)))
print(f"said:  {SENTENCE}")

heard = service.ask("recognizeFile", path=path, language="en")
print("heard:", " ".join(segment["text"] for segment in heard["segments"]))
